"""A small invented review as parts of a report, with titles that would harm a careless page."""

from exports.bibliography.reference_list import references
from exports.language.catalogue import Language
from exports.language.opened_numbers import Count, marked, shown
from exports.prisma_flow.figure import figure_svg
from exports.prisma_flow.options import FlowHead
from exports.report_page.parts import BoxList, Figure, KeyNumber, Member, OtherLanguage, ReportParts
from exports.stamp import Stamp
from exports.tables.criterion_hits import CriterionHits, criteria_hits_table
from exports.tables.table import Column, Row, Table
from flows.reporting.report_head import stacked
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
                Row(
                    cells=(names[at % 7] + (f" {at}" if at > 6 else ""), at * 5),
                    opens=("", f"land/{at}" if at else ""),
                )
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
    screened = Count(drawn["screened_records"], "screened_records")
    read, few = (marked(shown(screened, f"{screened}{noun}"), str) for noun in (" titler", ""))
    wrong = marked(Count(screened + 1, "screened_records"), str)
    listed = [
        Record(title=HARM, authors=("Ås, KB", "Hansen, Kari"), journal="Tidsskriftet", year=2023)
    ]
    return ReportParts(
        title=f"Hjemmekontor {HARM}",
        language=language,
        stamp=STAMP,
        figures=(
            Figure(
                svg=figure_svg(drawn, head, interactive=True),
                title="Begge søk",
                key="alle",
                stack=stacked(drawn, head),
            ),
        ),
        boxes={name: BoxList(members=ids) for name, ids in drawn.members.items()}
        | {
            f"land/{at}": BoxList(members=sorted(members)[: at * 5], label=f"Land: {at}")
            for at in range(1, 7)
        },
        members=members,
        tables=(table(language),),
        criteria=(criteria_hits_table(hits, language),),
        references=references(listed, "apa", language),
        style="apa",
        text=f"## Metode\n\nVi søkte. {HARM}\n\n### Søk\n\nTo søk. Vi vurderte {read} der. "
        f"Fra Øst (n = 2), Vest (n = {few}). Ikke {wrong}.",
        preliminary="3 referanser er ikke lest.",
        numbers=(KeyNumber(label="Referanser vurdert", value="810", box="screened_records"),),
        searched="16. februar 2024",
        others=(OtherLanguage(code="en", name="English", file="report.en.html"),),
        warnings=(HARM,),
    )
