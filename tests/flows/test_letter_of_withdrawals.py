"""The letter and the change log count against the previous version, as the flow chart does."""

import re
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.reviews import ajour, later_round

WITHDRAWN = {"en": "Records withdrawn", "nb": "Referanser fra filer som er trukket tilbake"}
LOGGED = {"en": "records withdrawn: 2", "nb": "referanser fra filer som er trukket tilbake: 2"}
EXPORT = "searches/2/later/export.ris"


@pytest.fixture(params=["en", "nb"])
def withdrawn(
    review: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, str]:
    """A review in a language whose latest update came after a withdrawal of two records."""
    own = review / "review.toml"
    text = own.read_text("utf-8")
    own.write_text(text.replace('language = "en"', f'language = "{request.param}"'), "utf-8")
    later_round(review)
    update(review)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000030")
    assert ajour("withdraw", review / EXPORT).code == 0
    (review / EXPORT).rename(review / "export.ris")
    return review, request.param


def test_the_letter_and_the_change_log_say_how_many_records_were_withdrawn(
    withdrawn: tuple[Path, str],
) -> None:
    review, language = withdrawn
    letter = update(review).letter
    assert f"| {WITHDRAWN[language]} | 2 |" in letter
    assert re.search(r"\| (New records|Nye referanser) \| 0 \|", letter)
    log = (review / "output/changes.md").read_text("utf-8").splitlines()
    assert LOGGED[language] in log[6]
    assert LOGGED[language] not in log[7]


def test_a_file_that_is_withdrawn_and_imported_elsewhere_is_not_new(
    withdrawn: tuple[Path, str],
) -> None:
    review, _ = withdrawn
    (review / "export.ris").rename(review / "searches/1/wos/moved.ris")
    letter = update(review).letter
    assert re.search(r"\| (New records|Nye referanser) \| 0 \|", letter)
    assert re.search(r"\| (New unique reports|Nye unike referanser) \| 0 \|", letter)
    assert "trukket tilbake |" not in letter
    assert "withdrawn |" not in letter


def test_new_records_less_withdrawn_ones_add_up_to_the_flow_chart(
    withdrawn: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    review, _ = withdrawn
    update(review)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000060")
    (review / "export.ris").rename(review / EXPORT)
    assert ajour("import", review / EXPORT, "--search", "later", "--review", review).code == 0
    update(review)
    log = (review / "output/changes.md").read_text("utf-8").splitlines()[6:]
    new = [int(line.split("|")[4]) for line in log]
    gone = [int(one) for line in log for one in re.findall(r"(?:withdrawn|tilbake): (\d+)", line)]
    assert (sum(new) - sum(gone), sum(new), sum(gone)) == (8, 10, 2)


def test_a_letter_without_withdrawals_does_not_mention_them(review: Path) -> None:
    assert "withdrawn" not in update(review).letter
