"""Evidence by hand, short enough that a test reads as its history."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.decisions import Decision, Origin, Outcome, Stage, Verdict
from pipeline.prisma.evidence import RecordEvidence, ReportEvidence
from pipeline.records import RecordId

Evidence = tuple[list[RecordEvidence], list[ReportEvidence]]


def decided(verdict: Verdict, reason: str | None = None) -> Outcome:
    return Outcome(state="decided", verdict=verdict, reason=reason)


INCLUDE, EXCLUDE = decided(Verdict.INCLUDE), decided(Verdict.EXCLUDE)
CONFLICT = Outcome(state="conflict")
PENDING = Outcome(state="pending", missing=2)
ONE_VOTE = Outcome(
    state="pending",
    missing=1,
    by=(
        Decision(
            record=RecordId("a"),
            stage=Stage.SCREENING,
            verdict=Verdict.INCLUDE,
            reviewer="R1",
            when="2024-01-01T00:00:00Z",
            origin=Origin(name="f.xlsx"),
        ),
    ),
)


class History:
    """Collects evidence: a report with its first record, and later records of it."""

    def __init__(self) -> None:
        self.records: list[RecordEvidence] = []
        self.reports: list[ReportEvidence] = []

    def found(self, name: str, round_: str = "1", **more: Any) -> "History":
        """A new report; `more` are fields of its record or of itself."""
        way = more.pop("way", "database")
        of_record = {
            key: more.pop(key) for key in ("source", "removed_by", "search") if key in more
        }
        self._record(name, name, round_, {"way": way} | of_record)
        self.reports.append(ReportEvidence(report=RecordId(name), round=round_, way=way, **more))
        return self

    def again(self, name: str, report: str, round_: str = "1", **more: Any) -> "History":
        """Another record of a report."""
        self._record(name, report, round_, {"linked_by": "software"} | more)
        return self

    def _record(self, name: str, report: str, round_: str, more: dict[str, Any]) -> None:
        values = {"source": "MEDLINE", "search": f"medline-{round_}"} | more
        self.records.append(
            RecordEvidence(record=RecordId(name), report=RecordId(report), round=round_, **values)
        )

    @property
    def evidence(self) -> Evidence:
        return self.records, self.reports


@pytest.fixture
def history() -> History:
    return History()


@pytest.fixture
def outcomes() -> Callable[[str], Outcome]:
    return {
        "include": INCLUDE,
        "exclude": EXCLUDE,
        "conflict": CONFLICT,
        "pending": PENDING,
        "one vote": ONE_VOTE,
        "retrieved": decided(Verdict.RETRIEVED),
        "not retrieved": decided(Verdict.NOT_RETRIEVED),
        "ongoing": decided(Verdict.ONGOING),
        "awaiting": decided(Verdict.AWAITING),
        "P1": decided(Verdict.EXCLUDE, "P1"),
        "E1": decided(Verdict.EXCLUDE, "E1"),
    }.__getitem__
