"""Random maps of studies and a large one, with titles that would harm a careless page."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from exports.evidence_map.data import changed_cells
from exports.evidence_map.view import MapView, StudyText
from exports.pictures.chart import ChartHead
from exports.stamp import Stamp
from pipeline.languages import Wording
from pipeline.studies.evidence_map import (
    EvidenceMap,
    MapPlan,
    MapSource,
    evidence_map,
    prove_map,
)
from pipeline.studies.scheme import Category, Context, Named, TableScheme
from pipeline.studies.study import Study
from tests.support.random_studies import random_scheme, random_studies

HARM = '<script>document.title = "taken"</script><img src=x onerror="document.title=1">'
STAMP = Stamp(review="Eksempel", version="0.1", criteria_hash="ab12cd34ef", evidence="")


def drawn(studies: Sequence[Study], scheme: TableScheme, plan: MapPlan) -> EvidenceMap:
    source = MapSource(studies=studies, included=len(studies))
    return prove_map(evidence_map(source, scheme, plan), len(studies))


def random_map(seed: int, plan: MapPlan) -> tuple[EvidenceMap, tuple[Study, ...], TableScheme]:
    random = Random(seed)
    scheme = random_scheme(random)
    studies = random_studies(random, scheme)
    return drawn(studies, scheme, plan), studies, scheme


def view(
    made: EvidenceMap, language: str = "nb", earlier: Mapping[str, Any] | None = None
) -> MapView:
    return MapView(
        map=made,
        head=ChartHead(language=language, included=made.included, extracted=len(made.studies)),
        title=f"Hjemmekontor {HARM}",
        headings={"outcome_categories": "Utfall", "data_context": "Tidspunkt", "design": "Design"},
        texts=[
            StudyText(
                cited=one.study.author_year,
                title=f"Tittel {at} {HARM}",
                detail=one.study.country,
                url=f"https://doi.org/10.1/{at}" if at % 3 else "javascript:alert(1)",
            )
            for at, one in enumerate(made.studies)
        ],
        stamp=STAMP,
        changed=changed_cells(made, earlier) if earlier else frozenset(),
        compared="2026-01-01-1" if earlier else "",
        searched="2026-02-01",
        languages=("nb", "en"),
    )


def large_map(studies: int, rows: int = 20, columns: int = 8) -> EvidenceMap:
    """A map of thousands of studies, each in three rows."""
    scheme = TableScheme(
        contexts=tuple(
            Context(code=f"c{at}", column=f"c{at}", name=Wording(nb=f"Tidspunkt nummer {at}"))
            for at in range(columns)
        ),
        columns=tuple(
            Named(code=f"c{at}", name=Wording(nb=f"Tidspunkt nummer {at}")) for at in range(columns)
        ),
        categories=tuple(
            Category(code=f"u{at}", name=Wording(nb=f"Et utfall med nummer {at}"))
            for at in range(rows)
        ),
    )
    made = [
        Study(
            study_id=f"s{at}",
            first_author=f"Forfatter{at}",
            year=1990 + at % 36,
            context=f"c{at * 7 % (columns - 1)}",
            outcomes=tuple(sorted({f"u{at % rows}", f"u{at // 3 % rows}"})),
            country=f"Land {at % 60}",
            columns={"design": f"Design {at % 5}", "country": f"Land {at % 60}"},
        )
        for at in range(studies)
    ]
    return drawn(made, scheme, MapPlan())
