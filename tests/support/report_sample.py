"""A small made-up review as the parts of a report, with titles that would harm a careless page."""

from exports.bibliography.reference_list import references
from exports.language.catalogue import Language
from exports.prisma_flow.figure import figure_svg
from exports.prisma_flow.options import FlowHead
from exports.report_page.parts import BoxList, Figure, Member, ReportParts
from exports.stamp import Stamp
from exports.tables.review_tables import CriterionHits, criteria_hits_table
from exports.tables.table import Column, Row, Table
from pipeline.decisions import Outcome, Verdict
from pipeline.prisma.evidence import RecordEvidence, ReportEvidence
from pipeline.prisma.flow import Flow
from pipeline.records import Record, RecordId
from tests.support.flow_counts import count

HARM = '<script>document.title = "taken"</script><img src=x onerror="document.title=1">'

STAMP = Stamp(
    review="Eksempel",
    version="0.1",
    criteria_hash="ab12cd34ef",
    evidence="2026-02-01T09:00:00Z",
    searches=(("medline", "2026-01-15"),),
)

CURVE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" role="img" '
    'aria-label="kurve"><path d="M0,50 L40,5 L100,0" fill="none" stroke="#000"/></svg>'
)


def decided(verdict: Verdict, reason: str | None = None) -> Outcome:
    return Outcome(state="decided", verdict=verdict, reason=reason)


def flow(size: int = 40) -> Flow:
    """A flow of `size` records: every tenth a duplicate, every fourth read in full."""
    records, reports = [], []
    for at in range(size):
        name = RecordId(f"r{at:05}")
        double = at % 10 == 9
        of = RecordId(f"r{at - 1:05}") if double else name
        source = "MEDLINE" if at % 2 else "PsycINFO"
        linked = "software" if double else None
        records.append(
            RecordEvidence(
                record=name, report=of, search=source, round="1", source=source, linked_by=linked
            )
        )
        if double:
            continue
        read = at % 4 == 0
        included = at % 8 == 0
        reports.append(
            ReportEvidence(
                report=name,
                round="1",
                screening=decided(Verdict.INCLUDE if read else Verdict.EXCLUDE),
                retrieval=decided(Verdict.RETRIEVED) if read else None,
                eligibility=decided(
                    Verdict.INCLUDE if included else Verdict.EXCLUDE, None if included else "P"
                )
                if read
                else None,
            )
        )
    return count(records, reports)


def table(language: Language, rows: int = 7) -> Table:
    names = ["Ås", "Bø", "Zürich", "Ærø", "Aas", "Odda", "Ulvik"]
    return Table(
        key="Land",
        title=f"Tabell 9. Studier {HARM}",
        columns=(
            Column(name="place", heading="Sted"),
            Column(name="count", heading="Antall", align="right"),
        ),
        rows=(
            *[
                Row(cells=(names[at % 7] + (f" {at}" if at > 6 else ""), at * 5))
                for at in range(rows)
            ],
            Row(cells=("Alle", 105), kind="total"),
        ),
        language=language,
        footnotes=(("*", HARM),),
        zero="·",
    )


def parts(language: Language = "nb", size: int = 40) -> ReportParts:
    drawn = flow(size)
    head = FlowHead(title="Hjemmekontor", language=language, stamp=STAMP)
    members = {
        f"r{at:05}": Member(
            title=f"Tittel nummer {at}" if at != 8 else HARM,
            detail=f"Hansen {2000 + at % 25} · MEDLINE",
            url=f"https://doi.org/10.1234/{at}" if at % 3 else "javascript:document.title=2",
        )
        for at in range(size)
    }
    hits = [
        CriterionHits(
            element="Eksponering",
            asks="Arbeid hjemmefra?",
            met=30,
            unclear=5,
            not_met=5,
            words=(("telework", 20), (HARM, 1)),
        ),
        CriterionHits(element="Design", asks="Longitudinell?", met=10, unclear=20, not_met=10),
    ]
    listed = [
        Record(title=HARM, authors=("Ås, KB", "Hansen, Kari"), journal="Tidsskriftet", year=2023)
    ]
    return ReportParts(
        title=f"Hjemmekontor {HARM}",
        language=language,
        stamp=STAMP,
        figures=(
            Figure(svg=figure_svg(drawn, head, interactive=True), title="Begge søk", key="alle"),
        ),
        boxes={name: BoxList(members=ids) for name, ids in drawn.members.items()},
        members=members,
        tables=(table(language),),
        criteria=(criteria_hits_table(hits, language),),
        references=references(listed, "apa", language),
        style="apa",
        curve=CURVE,
        curve_words="Etter 100 leste er 9 av 10 funnet.",
        text=f"## Metode\n\nVi søkte. {HARM}\n\n### Søk\n\nTo søk.",
        preliminary="3 referanser er ikke lest.",
        warnings=(HARM,),
    )
