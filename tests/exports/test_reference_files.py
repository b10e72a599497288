"""References for other programs: each is read back by a library that did not write it."""

import io
import json
from pathlib import Path

import pytest
import rispy
from citeproc.source.bibtex import BibTeX
from citeproc.source.json import CiteProcJSON

from exports.bibliography.reference_files import (
    citation_keys,
    references_bibtex,
    references_csl,
    references_ris,
)
from exports.bibliography.reference_list import references
from pipeline.readers.read_file import reading
from pipeline.records import Record, RecordId

ARTICLES = (
    Record(
        id=RecordId("b"),
        title="Costs & gains: 50% of desks_at #1",
        authors=("Ås, Kari Bo", "van Dijk, Anna", "The Desk Group"),
        journal="Journal of Desks",
        year=2023,
        volume="18",
        issue="4",
        pages="233-241",
        doi="10.1234/x_y",
        pmid="123",
        abstract="What a database wrote.",
        urls=("https://login.example/1",),
        type="Journal Article",
    ),
    Record(id=RecordId("c"), title="Zero", authors=("Ås, Kari Bo",), year=2023, journal="J"),
    Record(id=RecordId("d"), title="A thesis", authors=("Bø, A",), year=2020, type="Thesis"),
)


def test_bibtex_is_read_back_by_citeproc(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    path.write_bytes(references_bibtex(ARTICLES[:2], citation_keys(ARTICLES[:2])))
    read = BibTeX(str(path), encoding="utf-8")
    first = read["as2023"]
    assert str(first.title) == "Costs & gains: 50% of desks_at #1"
    assert str(first.container_title) == "Journal of Desks"
    assert str(first.DOI) == "10.1234/x_y"
    assert [name.family for name in first.author[:2]] == ["Ås", "Dijk"]
    assert {*read} == {"as2023", "as2023b"}


@pytest.mark.parametrize("form", ["bib", "ris"])
def test_our_own_reader_reads_what_was_written(form: str, tmp_path: Path) -> None:
    keys = citation_keys(ARTICLES)
    data = references_bibtex(ARTICLES, keys) if form == "bib" else references_ris(ARTICLES)
    path = tmp_path / f"references.{form}"
    path.write_bytes(data)
    with reading(path) as export:
        records = list(export.records())
    assert [one.title for one in records] == [one.title for one in ARTICLES]
    assert [one.authors for one in records] == [one.authors for one in ARTICLES]
    assert [one.year for one in records] == [2023, 2023, 2020]
    assert (records[0].doi, records[0].volume, records[0].pages) == ("10.1234/x_y", "18", "233-241")


def test_ris_is_read_back_by_rispy_without_abstracts() -> None:
    read = rispy.load(io.StringIO(references_ris(ARTICLES).decode()))
    assert [one["type_of_reference"] for one in read] == ["JOUR", "JOUR", "THES"]
    assert not any("abstract" in one or "urls" in one for one in read)


def test_csl_json_gives_citeproc_the_references_of_the_list() -> None:
    made = json.loads(references_csl(ARTICLES, {RecordId("b"): "J Desks"}, citation_keys(ARTICLES)))
    assert [one["type"] for one in made] == ["article-journal", "article-journal", "thesis"]
    assert made[0]["container-title-short"] == "J Desks"
    assert {*CiteProcJSON(made)} == {"as2023", "as2023b", "bo2020"}


def test_vancouver_abbreviates_journals_and_says_et_al_in_norwegian_too() -> None:
    many = Record(
        id=RecordId("b"),
        title="T",
        authors=tuple(f"Ås{at}, K" for at in range(8)),
        journal="Journal of Desks",
        year=2023,
    )
    (listed,) = references([many], "vancouver-nlm", "nb", abbreviations={many.id: "J Desks"})
    assert listed.text.endswith("Ås5 K, et al. T. J Desks. 2023.")


@pytest.mark.parametrize(
    ("language", "joined"), [("nb", "Ås, K. og Bø, A."), ("en", "Ås, K., & Bø, A.")]
)
def test_apa_joins_the_last_author_as_the_language_does(language: str, joined: str) -> None:
    record = Record(title="T", authors=("Ås, K", "Bø, A"), journal="J", year=2023)
    assert references([record], "apa", language)[0].text.startswith(joined)
