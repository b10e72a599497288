"""What a report tells of a review in which much is unknown, odd or alike."""

import json
import re
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.reviews import ajour
from tests.support.told_review import extracted, told_review, worked_through

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The review after its first update, and what the update told."""
    review = told_review(tmp_path_factory.mktemp("fresh"))
    told = update(review)
    return review, "\n".join(one for done in told.stages.values() for one in done.told)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review worked through, with data of four of its five studies."""
    review = told_review(tmp_path_factory.mktemp("reported"))
    update(review)
    worked_through(review)
    extracted(review)
    assert ajour("report", review).code == 0
    return review


def output(review: Path, name: str) -> str:
    return (review / "output" / name).read_text("utf-8-sig")


SEARCHES = (
    "We searched three databases: MEDLINE (Ovid) on 10 January 2024 (three records; the source "
    "reported 5 hits); Sociological Abstracts (ProQuest) on [to be filled in] (two records; the "
    "source reported 80 hits); Scopus on 12 January 2024 (no records). We also searched one study "
    "registry: CENTRAL (Cochrane Library) on 11 January 2024 (one record). We also searched one "
    "website: arbeidstilsynet.no on 11 January 2024 (one record)."
)
SOEK = (
    "Vi søkte i tre databaser: MEDLINE (Ovid) 10. januar 2024 (tre referanser; kilden oppga 5 "
    "treff); Sociological Abstracts (ProQuest) dato [fylles ut] (to referanser; kilden oppga 80 "
    "treff); Scopus 12. januar 2024 (ingen referanser). Vi søkte også i ett studieregister: "
    "CENTRAL (Cochrane Library) 11. januar 2024 (én referanse). Vi søkte også på ett nettsted: "
    "arbeidstilsynet.no 11. januar 2024 (én referanse)."
)


def test_a_search_has_the_day_that_somebody_gave_and_the_records_that_came(
    fresh: tuple[Path, str],
) -> None:
    review, _ = fresh
    assert SEARCHES in output(review, "text.en.md")
    assert SOEK in output(review, "text.nb.md")
    today = json.loads(output(review, "run.json"))["evidence to"][:10]
    assert today > "2024-06-01"
    for name in ("text.en.md", "flow.en.svg", "tables.en.md", "letter.md"):
        assert f"socabs {today}" not in output(review, name)
        assert f"searched {today}" not in output(review, name)


def test_nothing_is_told_before_anybody_has_decided(fresh: tuple[Path, str]) -> None:
    text = output(fresh[0], "text.en.md")
    assert "[to be filled in]\n\nBefore screening, " in text
    results = "## Results\n\n### Selection of sources\n\n[to be filled in]\n\n"
    assert f"{results}Preliminary: six records or reports" in text
    told = re.sub(r"\[to be filled in[^\]]*\]", "", text)
    assert not re.search("person|assessed|studies were|excluded none", told)


def test_update_letter_and_status_tell_where_hits_and_records_differ(
    fresh: tuple[Path, str],
) -> None:
    review, told = fresh
    places = {"update": told, "letter": output(review, "letter.md")}
    places["status"] = ajour("status", review).out
    for place, text in places.items():
        assert "socabs: the source reported 80 hits, but 2 records were imported" in text, place
        assert "CENTRAL is a bibliographic database" in text, place


def test_the_sources_are_those_of_review_toml_with_the_databases_inside_as_a_note(
    fresh: tuple[Path, str],
) -> None:
    flow = json.loads(output(fresh[0], "flow.en.json"))
    assert "ERIC" not in json.dumps(flow["sources"] if "sources" in flow else flow["boxes"])
    note = "The records of Sociological Abstracts (socabs) name the databases ERIC (n = 1), Soc"
    assert note in output(fresh[0], "tables.en.md").replace("\\", "")
    svg = re.sub(r"<[^>]+>|\s+", " ", output(fresh[0], "flow.en.svg"))
    assert "name the databases ERIC" in re.sub(r"\s+", " ", svg)


def test_a_search_of_which_nothing_came_is_not_told_as_run(reported: Path) -> None:
    for name in ("text.en.md", "text.nb.md", "tables/PRISMA-S.en.csv"):
        assert "PubMed" not in output(reported, name).replace("PubMed number", "").replace(
            "PubMed-nummer", ""
        )
    assert "Searches without imported records: pubmed" in output(reported, "tables/README.en.txt")
    assert "Searches without results: none" in output(reported, "tables/README.en.txt")


def test_the_text_tells_who_decided_and_not_who_is_named(reported: Path) -> None:
    assert (
        "One person screened titles and abstracts. Two people independently assessed full texts. "
        "Disagreements (n = 1) were resolved by a third person. Agreement was 83% (5 of 6; kappa "
        "0.57)."
    ) in output(reported, "text.en.md")
    assert (
        "Én person vurderte titler og sammendrag. To personer vurderte fulltekster uavhengig av "
        "hverandre. Uenigheter (n = 1) ble avgjort av en tredje person. Enigheten var 83\u00a0% "
        "(5 av 6; kappa 0,57)."
    ) in output(reported, "text.nb.md")


def test_the_text_counts_studies_data_and_countries_as_they_are(reported: Path) -> None:
    text = output(reported, "text.en.md")
    assert (
        "We included five studies. Data were extracted from four of the five studies. Four were "
        "published in 2023.\n\n### Characteristics of the studies\n\nThe studies had data from "
        "three countries: Norway (n = 2), Chile (n = 1), Japan (n = 1); one study may have data "
        "from several countries.\n\n###"
    ) in text
    assert "time of data collection" not in text
    assert "(n = 0)" not in text


def test_two_studies_of_one_author_and_year_have_the_same_letters_everywhere(
    reported: Path,
) -> None:
    wanted = {"a": "Telework and tea in the afternoon", "b": "Telework and the sleep of clerks"}
    for letter, title in wanted.items():
        assert f"Berg, K. (2023{letter}). {title}." in output(reported, "references.apa.en.md")
        vancouver = output(reported, "references.vancouver-nlm.nb.md")
        assert re.search(rf"Berg K\. {title}\. .*2023{letter}\.", vancouver)
        assert f"Berg (2023{letter}),{title}" in output(reported, "tables/Literature-matrix.en.csv")
        assert f"Berg 2023{letter},," in output(reported, "tables/Table-2.en.csv")
    assert "Dahl, O. (2023)." in output(reported, "references.apa.en.md")


def test_tables_of_a_review_without_contexts_do_not_speak_of_them(reported: Path) -> None:
    table = output(reported, "tables/Appendix-4.en.csv")
    assert table.startswith("Country,Total\n")
    assert "Appendix 4. Countries of the studies" in output(reported, "tables/README.en.txt")
    for language in ("nb", "en"):
        tables = output(reported, f"tables.{language}.md")
        assert not re.search("time of data collection|tidspunkt for datainnsamling", tables)


def test_every_open_point_stands_in_one_file_and_its_number_in_every_place(
    reported: Path,
) -> None:
    points = re.findall(r"^- (.*)", output(reported, "open-points.md"), re.M)
    assert len(points) == len(set(points))
    every = "\n".join(points)
    for told in (
        "socabs (Sociological Abstracts (ProQuest)): state in review.toml the date on which",
        "pubmed (PubMed): no records have been imported.",
        "central: CENTRAL is a bibliographic database",
        "medline: the source reported 5 hits, but 3 records were imported: 2 missing",
        "1 of 5 included studies has no row in the studies sheet: ",
        "PRISMA-S, item 6 (Contacts): state whether",
    ):
        assert told in every
    counted = f"{len(points)} open points for the authors to resolve: open-points.md"
    assert counted.replace("'", "&#39;") in output(reported, "report.en.html")
    assert f"{len(points)} åpne punkter" in output(reported, "report.nb.html")
    assert counted in ajour("status", reported).out
    assert json.loads(ajour("status", reported, "--json").out)["open_points"] == len(points)


def test_what_prisma_s_lacks_waits_to_be_filled_in(reported: Path) -> None:
    nb, en = (output(reported, f"tables/PRISMA-S.{one}.csv") for one in ("nb", "en"))
    assert "Mangler: oppgi om forfattere" in nb
    assert "MISSING: date of socabs" in en
    assert not re.search(",None|,Ingen|searched by itself|not updated", nb + en)
