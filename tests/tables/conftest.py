"""Tables of the printed report, and small ones of our own."""

import tomllib
from pathlib import Path

import pytest

from exports.language.catalogue import Language
from exports.stamp import Stamp
from exports.studies.returned_sheet import read_studies
from exports.tables.appendices import (
    countries_table,
    included_tables,
    outcomes_table,
    text_counts_table,
)
from exports.tables.review_tables import (
    CriterionRow,
    ExcludedReport,
    LiteratureRow,
    OverlapRow,
    SearchRow,
    SearchStrategy,
    StrategyLine,
    criteria_table,
    excluded_table,
    literature_matrix,
    overlap_table,
    request_table,
    searches_table,
    strategy_tables,
)
from exports.tables.table import Column, Row, Table
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study, studies_from_rows
from tests.support.appendices import appendices, scheme_from_toml

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def stamp() -> Stamp:
    return Stamp(
        review="Eksempel",
        version="0.1",
        criteria_hash="ab12cd34ef",
        evidence="2026-02-01T09:00:00Z",
        searches=(("medline", "2026-01-15"),),
    )


def scheme_of(name: str) -> TableScheme:
    text = (HERE.parent / "studies" / name).read_text(encoding="utf-8")
    return scheme_from_toml(tomllib.loads(text)["tables"])


@pytest.fixture(scope="session")
def stami_scheme() -> TableScheme:
    return scheme_of("stami.toml")


@pytest.fixture(scope="session")
def stami(shared: Path, stami_scheme: TableScheme) -> tuple[Study, ...]:
    rows = read_studies(shared / "stami-2024" / "studies.csv", stami_scheme)
    return studies_from_rows(rows, stami_scheme)


@pytest.fixture(scope="session")
def stami_tables(stami: tuple[Study, ...], stami_scheme: TableScheme) -> list[Table]:
    """Appendices 3 (five tables), 4 and 5, and the numbers of the text, in bokmål."""
    return [
        *included_tables(stami, stami_scheme, "nb"),
        countries_table(stami, stami_scheme, "nb"),
        outcomes_table(stami, stami_scheme, "nb"),
        text_counts_table(stami, stami_scheme, "nb"),
    ]


def small_tables(language: Language) -> list[Table]:
    """One of each table, small, with cells that would harm careless writers."""
    scheme = scheme_of("small.toml")
    studies = studies_from_rows(read_studies(HERE / "small.csv", scheme), scheme)
    searches = [
        SearchRow(
            round="1",
            name="medline",
            source="MEDLINE",
            platform="Ovid",
            run_on="2026-01-15",
            hits=12_345,
            imported=12_340,
            duplicates=0,
            new=12_340,
        ),
        SearchRow(
            round="1",
            name="register",
            source="Registeret",
            platform="",
            run_on="",
            hits=None,
            imported=3,
            duplicates=1,
            new=2,
        ),
    ]
    lines = (
        StrategyLine(number=1, query="telework*.ab,ti.", hits=607),
        StrategyLine(number=2, query="=1+1 or <b>home</b>", hits=None),
    )
    strategies = [
        SearchStrategy(
            name="medline", source="MEDLINE", platform="Ovid", run_on="2026-01-15", lines=lines
        )
    ]
    overlap = [
        OverlapRow(source="MEDLINE", reports=12_340, only_here=12_338, shared=(12_340, 2)),
        OverlapRow(source="Registeret", reports=2, only_here=0, shared=(2, 2)),
    ]
    excluded = [
        ExcludedReport(reference="Ås 2020. =HYPERLINK(1)", reason="Feil populasjon"),
        ExcludedReport(
            reference="Bø <script>2021</script>",
            reason="Feil utfall",
            other_reasons=("Feil design",),
            note="a|b *c*\nny linje",
        ),
    ]
    matrix = [LiteratureRow(author_year="Ås 2020", title="Tittel", concepts="krav", aim="Å se")]
    criteria = [CriterionRow(element="Populasjon", include="kontoransatte", exclude="selvstendige")]
    said = {"purpose": "Å oppdatere", "parts": {"P": "ansatte", "E": ["hjemme", "ute"]}}
    return [
        *included_tables(studies, scheme, language),
        countries_table(studies, scheme, language),
        outcomes_table(studies, scheme, language),
        text_counts_table(studies, scheme, language),
        excluded_table(excluded, language),
        excluded_table([], language),
        searches_table(searches, language, sums=(12_343, 1, 12_342)),
        overlap_table(overlap, language),
        literature_matrix(matrix, language),
        criteria_table(criteria, language),
        _references(language),
        *strategy_tables(strategies, language),
        request_table(appendices(request=said).request, language),
    ]


def _references(language: Language) -> Table:
    """A table of one numbered reference, in a wide column."""
    title, key, number, reference = {
        "nb": ("Inkluderte studier, referanseliste (n = 1)", "Inkluderte", "Nr.", "Referanse"),
        "en": ("Included studies, list of references (n = 1)", "Included", "No.", "Reference"),
    }[language]
    return Table(
        key=key,
        title=title,
        columns=(
            Column(name="references_1", heading=number, width=0.5),
            Column(name="references_2", heading=reference, width=9),
        ),
        rows=(Row(cells=("1", "Ås K. Tittel. 2020.")),),
        language=language,
    )


@pytest.fixture(scope="session", params=["nb", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="session")
def small(language: Language) -> list[Table]:
    return small_tables(language)
