"""Each box of a flow is counted from evidence, and a flow that does not balance is refused."""

import pytest

from pipeline.decisions import Outcome, Verdict
from pipeline.errors import Refused
from pipeline.prisma import RecordEvidence, ReportEvidence, count
from pipeline.records import RecordId


def decided(verdict: Verdict, reason: str | None = None) -> Outcome:
    return Outcome(state="decided", verdict=verdict, reason=reason)


def first(name: str, **more: object) -> RecordEvidence:
    values = {"report": name, "search": "medline-1", "round": "1", "source": "MEDLINE"} | more
    return RecordEvidence(record=RecordId(name), **values)  # type: ignore[arg-type]


def report(name: str, **more: object) -> ReportEvidence:
    values = {"round": "1"} | more
    return ReportEvidence(report=RecordId(name), **values)  # type: ignore[arg-type]


def test_a_record_without_a_report_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="kbcd: belongs to a report of which nothing is known"):
        count([first("kbcd")], [])


def test_an_included_report_is_in_every_box_on_its_way() -> None:
    include = decided(Verdict.INCLUDE)
    flow = count([first("kbcd")], [report("kbcd", screening=include, eligibility=include)])
    for box in ("identified", "screened", "sought_reports", "assessed", "included", "new_studies"):
        assert flow.behind(box) == ("kbcd",)
    assert not flow.preliminary
