"""What speaks for a pair and against it is told in the language of the list."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from exports.lists.pairs import Pair, duplicates_xlsx, pair_words
from pipeline.dedupe.find import answer
from pipeline.dedupe.vetoes import VETOES
from pipeline.text.kinds import KINDS
from tests.dedupe.test_cases import CASES, pair
from tests.support.lists import make_head, make_record

ENGLISH = re.compile(
    r"\b(agree|differ|apart|alike|same|holds|given|titles?|authors?|year|journals?|volumes?|issues?"
    r"|pages|other-\w+|generic|and)\b"
)


def phrases() -> Iterator[str]:
    """Every reason that deduplication gives of the pairs in its table of cases."""
    for case in CASES:
        said = answer(*pair(case))
        yield from (part for part in (said.because, said.against) if part)


def test_no_english_is_left_in_a_norwegian_reason() -> None:
    for said in set(phrases()):
        told = pair_words(said, "nb")
        own = re.sub(r" \(.*?\)(?=;|$)|(?<=DOI )\S+", "", told)  # what records themselves hold
        assert not ENGLISH.search(own), told
        assert "none" not in told
        assert len(re.findall(r"; ", told)) == len(re.findall(r"; ", said))


def test_no_code_is_left_in_an_english_reason() -> None:
    codes = re.compile("|".join(name for name in VETOES if "-" in name) + "|holds|alike|by both")
    for said in set(phrases()):
        told = pair_words(said, "en")
        assert not codes.search(told), told
        assert len(re.findall(r"; ", told)) == len(re.findall(r"; ", said))


@pytest.mark.parametrize(
    ("said", "nb"),
    [
        (
            "titles agree (98), first authors agree (100), same volume 12",
            "titlene er like (98), førsteforfatter og forfattere er like (100), samme årgang 12",
        ),
        (
            "same issue 3, Suppl 2, pages 12-19 and 4",
            "samme hefte 3, Suppl 2, sidene 12-19 og 4",
        ),
        ("other-kind (article and protocol)", "ulik type (artikkel og protokoll)"),
        ("other-place (12 and none)", "ulik årgang og ulike sider (12 og ingen)"),
        ("a reason of some later version", "a reason of some later version"),
    ],
    ids=["agreement", "a comma within an issue", "kinds", "a missing value", "not known"],
)
def test_a_reason_is_told_in_norwegian(said: str, nb: str) -> None:
    assert pair_words(said, "nb") == nb


def test_every_veto_and_kind_has_a_norwegian_name() -> None:
    names = [*VETOES, *(f"other-kind ({one} and article)" for one in KINDS)]
    told = [pair_words(one, "nb") for one in names]
    assert len({*told, *names}) == 2 * len(names)


@pytest.mark.parametrize(
    ("language", "place", "because"),
    [("nb", "årg. 1; s. 2-9", "titlene er like (97)"), ("en", "vol 1; p 2-9", "titles agree (97)")],
)
def test_the_sheet_of_pairs_speaks_its_language(
    tmp_path: Path, language: str, place: str, because: str
) -> None:
    one = make_record(1, volume="1", pages="2-9")
    made = Pair(one=one, other=make_record(2), because="titles agree (97)")
    duplicates_xlsx(make_head(language=language), [made], tmp_path / "pairs.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "pairs.xlsx").worksheets[1]
    told = "\n".join(str(cell.value) for cell in sheet[2])
    assert place in told
    assert because in told
