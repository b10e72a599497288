"""Lists the records, reports and studies behind numbers of the text that no box or table has."""

from collections.abc import Iterator, Sequence

from flows.reporting.material import Material
from pipeline.decisions import CONSENSUS, Stage
from pipeline.prisma.boxes import PENDING
from pipeline.records import RecordId
from pipeline.review.second_look import SecondLook, second_look
from pipeline.review.selection import StageSelection, selection, unscreened
from pipeline.studies.charted import charted
from pipeline.studies.table_cells import land_cell
from pipeline.studies.text_counts import countries_of

STAGES = (Stage.SCREENING, Stage.ELIGIBILITY)
"""The stages that the text describes."""

SCREENED = "all_screened_records"
TAKEN_UP = "other_screened_records"
"""The box with reports of other methods that went to full text without screening."""


def text_record_lists(material: Material) -> Iterator[tuple[str, Sequence[str]]]:
    """Lists of records or reports by name: who decided on what, and what is left."""
    flow, library = material.flows.total, material.library
    at_once = set(taken_up(material))
    screened = map(RecordId, flow.documents(SCREENED))
    yield "text/screened", [one for one in screened if library.report_of(one) not in at_once]
    yield "text/taken_up", sorted(at_once)
    yield "text/pending", [one for box in PENDING for one in flow.documents(box)]
    for stage in STAGES:
        for name, reports in selection_of(material, stage).members.items():
            yield f"text/{stage}/{name}", reports
    for name, reports in second_look_of(material).members.items():
        yield f"text/second_look/{name}", reports
    reasons: dict[str, set[str]] = {}
    for box in ("excluded_reports", "other_excluded_reports"):
        for reason in flow.reasons[box]:
            reasons.setdefault(reason.name, set()).update(flow.documents(f"{box}/{reason.name}"))
    for code, excluded in reasons.items():
        yield reason_cell(code), sorted(excluded)


def text_study_lists(material: Material) -> Iterator[tuple[str, Sequence[str]]]:
    """Lists of study ids by name: charting, overlap, countries."""
    studies = material.extracted
    for name, ids in charted(studies).members.items():
        yield f"text/charted/{name}", ids
    having = [one for one in studies if one.extracted]
    yield "text/overlapping", [one.study_id for one in having if one.overlap]
    lands: dict[str, list[str]] = {}
    for study in having:
        names = {
            land
            for language in material.languages
            for land in countries_of(study, material.scheme, language)
        }
        for land in sorted(names):
            lands.setdefault(land_cell(land), []).append(study.study_id)
    yield from sorted(lands.items())


def reason_cell(code: str) -> str:
    """The name of the number of reports excluded for a reason, in both columns of the flow."""
    return f"text/reasons/{code or 'none'}"


def taken_up(material: Material) -> tuple[RecordId, ...]:
    """The reports of other methods that went to full text without screening."""
    found = map(RecordId, material.flows.total.documents(TAKEN_UP))
    return material.once("taken up", lambda: unscreened(material.library, found))


def selection_of(material: Material, stage: Stage) -> StageSelection:
    """Who decided at a stage, and how."""
    return material.once(
        f"selection {stage}",
        lambda: selection(material.library, material.library.decisions, stage, consensus=CONSENSUS),
    )


def second_look_of(material: Material) -> SecondLook:
    """The results of checking decisions of one person again."""
    return material.once(
        "second look", lambda: second_look(material.library, material.library.decisions)
    )
