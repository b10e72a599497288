"""What services say of retractions: flagged, clear, or not asked, and never two of them in one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.sources.by_identifier import ask_by_identifier
from pipeline.sources.notices import Notice, NoticeAnswers, NoticeService
from pipeline.sources.other_notices import NOTICE_SERVICES
from pipeline.sources.retraction_watch import read_retractions
from tests.support.fake_service import FalseService
from tests.support.false_notices import World, doi, noticing, pmid

SERVICES = {one.name: replace(one) for one in NOTICE_SERVICES}
BY_DOI = ("Crossref", "OpenAlex", "Europe PMC")


@pytest.fixture
def world() -> World:
    return World(
        retracted={3}, doubted={4}, corrected={5}, published={6}, results={"NCT00000007"}, known=60
    )


@pytest.fixture
def served(world: World) -> Iterator[tuple[dict[str, FalseService], dict[str, str]]]:
    with noticing(world) as found:
        yield found


def ask(name: str, ids: list[str], served: tuple[object, dict[str, str]]) -> NoticeAnswers:
    service: NoticeService = SERVICES[name]
    return ask_by_identifier(service, ids, served[1])


def kinds(asked: NoticeAnswers, one: str) -> list[str]:
    return sorted({notice.kind for notice in asked.known[one]})


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [("Crossref", 3, "retraction"), ("Crossref", 4, "concern"), ("Crossref", 5, "correction"),
     ("Crossref", 6, "published"), ("OpenAlex", 3, "retraction"), ("Europe PMC", 3, "retraction"),
     ("Europe PMC", 4, "concern"), ("Europe PMC", 5, "correction"), ("Europe PMC", 6, "published"),
     ("PubMed", 3, "retraction"), ("PubMed", 4, "concern")],
)  # fmt: skip
def test_a_notice_is_told_of_its_work_and_of_no_other(
    name: str, number: int, kind: str, served: tuple[dict[str, FalseService], dict[str, str]]
) -> None:
    made = pmid if name == "PubMed" else doi
    asked = ask(name, [made(one) for one in range(1, 60)], served)
    assert kinds(asked, made(number)) == [kind]
    assert asked.known[made(1)] == asked.known[made(2)] == ()
    assert asked.why == {}


def test_crossref_says_since_when_by_what_and_from_whom(
    served: tuple[dict[str, FalseService], dict[str, str]],
) -> None:
    asked = ask("Crossref", [doi(3), doi(1)], served)
    notice = Notice(
        kind="retraction", on="2024-05-01", notice="10.5555/notice.3", by="Retraction Watch"
    )
    assert asked.known == {doi(3): (notice,), doi(1): ()}


def test_a_trial_with_results_is_told_with_the_day(
    served: tuple[dict[str, FalseService], dict[str, str]],
) -> None:
    asked = ask("ClinicalTrials.gov", ["NCT00000007", "NCT00000008"], served)
    assert asked.known["NCT00000007"] == (Notice(kind="results", on="2024-03-03"),)
    assert asked.known["NCT00000008"] == ()


@pytest.mark.parametrize("name", BY_DOI)
def test_a_work_that_a_service_does_not_know_is_not_clear(
    name: str, served: tuple[dict[str, FalseService], dict[str, str]]
) -> None:
    for ids in ([doi(1), doi(999)], [doi(999)]):
        asked = ask(name, ids, served)
        assert doi(999) not in asked.known
        assert asked.why[doi(999)] == "the service does not have this work"


def test_a_doi_with_a_comma_is_asked_alone_and_its_retraction_is_seen(
    world: World, served: tuple[dict[str, FalseService], dict[str, str]]
) -> None:
    odd = "10.5555/a,b(2024)1"
    world.extra[odd] = [{"type": "retraction", "DOI": "10.5555/n", "updated": {}}]
    asked = ask("Crossref", [doi(1), odd, doi(2)], served)
    assert kinds(asked, odd) == ["retraction"]
    assert asked.known[doi(1)] == asked.known[doi(2)] == ()
    assert all("," not in one[1].get("filter", "").replace(",doi:", "") for one in
               served[0]["Crossref"].asked)  # fmt: skip


def test_one_doi_that_breaks_a_list_does_not_hide_the_others(
    served: tuple[dict[str, FalseService], dict[str, str]],
) -> None:
    good = served[0]["Crossref"].answer

    def answer(path: str, asked: object) -> object:
        told = str(asked) + path
        return (400, {}, b"{}") if "bad" in told else good(path, asked)  # type: ignore[arg-type]

    served[0]["Crossref"].answer = answer  # type: ignore[assignment]
    asked = ask("Crossref", [doi(1), "10.5555/bad", doi(3), doi(2)], served)
    assert sorted(asked.known) == [doi(1), doi(2), doi(3)]
    assert "400" in asked.why["10.5555/bad"]


@pytest.mark.parametrize("name", [*BY_DOI, "PubMed"])
@pytest.mark.parametrize("trouble", ["401", "500", "half", "cut", "nonsense", "list", "refuse"])
def test_whoever_could_not_be_asked_is_never_clear(
    name: str, trouble: str, served: tuple[dict[str, FalseService], dict[str, str]]
) -> None:
    served[0][name].troubles = [trouble] * 99
    made = pmid if name == "PubMed" else doi
    ids = [made(one) for one in range(1, 60)]
    asked = ask(name, ids, served)
    assert asked.known == {}
    assert sorted(asked.why) == sorted(ids)
    assert "the service does not have this work" not in asked.why.values()


def test_what_was_answered_before_a_failure_stands(
    served: tuple[dict[str, FalseService], dict[str, str]],
) -> None:
    served[0]["Crossref"].troubles = ["", *["500"] * 9]
    asked = ask("Crossref", [doi(one) for one in range(1, 60)], served)
    assert len(asked.known) == 50
    assert len(asked.why) == 9


def test_an_answer_with_other_fields_is_not_an_answer(
    served: tuple[dict[str, FalseService], dict[str, str]],
) -> None:
    for body in (b'{"message": {"works": []}}', b'{"message": {"items": [{"DOI": 3}, 4]}}'):
        served[0]["Crossref"].answer = lambda *_, body=body: (200, {}, body)  # type: ignore[misc]
        asked = ask("Crossref", [doi(1), doi(3)], served)
        assert asked.known == {}


HEAD = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
    "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes\n"
)


def row(original: str, number: str, nature: str, day: str = "5/1/2024 0:00") -> str:
    return (
        f'1,"A, title",,,J,P,N,A;B,,,{day},10.5555/RET,0,1/1/2020 0:00,{original},{number},'
        f"{nature},+Error;,No,\n"
    )


def test_the_file_of_retraction_watch_is_read_by_doi_and_number(tmp_path: Path) -> None:
    path = tmp_path / "retraction_watch.csv"
    rows = [
        row("10.5555/Cheer.3", "0", "Retraction"),
        row("unavailable", "90004", "Expression of concern", "12/31/2023 0:00"),
        row("10.5555/cheer.5", "0", "Reinstatement"),
    ]
    path.write_bytes((HEAD + "".join(rows)).encode().replace(b"A;B", b"A;\xff"))
    found = read_retractions(path)
    assert [one.kind for one in found.by_doi["10.5555/cheer.3"]] == ["retraction"]
    assert found.by_pmid["90004"][0].on == "2023-12-31"
    assert "10.5555/cheer.5" not in found.by_doi
    assert "0" not in found.by_pmid
    assert found.to == "2024-05-01"


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "column"), ("a,b\n1,2\n", "column OriginalPaperDOI is missing"), (HEAD, "no notice")],
    ids=["empty", "another csv", "no rows"],
)
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text)
    with pytest.raises(Refused, match=told):
        read_retractions(path)
    with pytest.raises(Refused, match="cannot be read"):
        read_retractions(tmp_path / "none.csv")
