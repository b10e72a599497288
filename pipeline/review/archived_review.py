"""A review as plain rows that anyone can read, and the flow recounted from them alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from pipeline.decisions import Decision, Origin, Outcome, Scheme, Stage, Verdict, outcome, standing
from pipeline.prisma.evidence import PreviousReview, RecordEvidence, ReportEvidence
from pipeline.prisma.flow import Flow, Terms
from pipeline.prisma.flow_counts import check_evidence, count_flow
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.prisma_evidence import (
    Links,
    previous_review,
    record_evidence,
    report_evidence,
)

Row = Mapping[str, str]
"""One line of a table, by column; "" if there is no value."""

CITED = ("year", "title", "journal", "volume", "issue", "pages", "doi", "pmid", "type", "language")
RECORDS = (
    "record", "report", "search", "round", "source", "way", "linked_by", "removed_by", "authors",
    *CITED,
)  # fmt: skip
DECISIONS = (
    "number", "record", "report", "stage", "verdict", "reason", "other_reasons", "note",
    "reviewer", "when", "settles", "counts",
)  # fmt: skip
STUDIES = ("report", "study", "previous")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingTerms:
    """The settings in review.toml and criteria.toml that affect counting, as JSON.

    `schemes` has how many people decide at each stage, `imported` and `rejected_rows` count the
    records and the refused rows of each search's files; `previous` the fields of the earlier
    review, or None.
    """

    schemes: Mapping[str, Scheme]
    rounds: Sequence[str]
    reasons: Sequence[str]
    imported: Mapping[str, int]
    rejected_rows: Mapping[str, int]
    previous: Mapping[str, str | int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedReview:
    """The rows from which the flow is counted, with the columns of RECORDS, DECISIONS, STUDIES."""

    records: Sequence[Row]
    decisions: Sequence[Row]
    studies: Sequence[Row]
    terms: CountingTerms


def archived_review(
    library: Library,
    linked: Links,
    unread: frozenset[RecordId],
    decisions: Sequence[Decision],
    terms: CountingTerms,
) -> ArchivedReview:
    """The review's rows in order of id, without abstracts, keywords and raw entries.

    `decisions` are all those not withdrawn; `unread` are the reports that a stopping rule leaves
    unread.
    """
    counted = {one.number for one in standing(decisions)}
    return ArchivedReview(
        records=[
            _record_row(library, one) for one in sorted(
                record_evidence(library, linked, unread), key=lambda one: one.record
            )
        ],
        decisions=[
            _decision_row(library, one, counts=one.number in counted) for one in decisions
        ],
        studies=[
            {"report": one.report, "study": one.study, "previous": _yes(one.study_is_previous)}
            for one in sorted(report_evidence(library), key=lambda one: one.report)
            if one.study
        ],
        terms=terms,
    )  # fmt: skip


def archived_terms(library: Library, terms: Terms) -> CountingTerms:
    """The settings that the recount needs, and the terms on which the flow was counted."""
    previous = previous_review(library.review)
    return CountingTerms(
        schemes={stage: library.review.reviewers.scheme(stage) for stage in Stage},
        rounds=terms.order,
        reasons=terms.reasons,
        imported=dict(terms.imported),
        rejected_rows=dict(terms.rejected_rows),
        previous=asdict(previous) if previous else None,
    )


def recounted_flows(review: ArchivedReview) -> dict[str, Flow]:
    """The flow of each round that has records, by name, and under "" that of the whole review.

    Counted from the rows alone. Raises Refused, naming the records, if they contradict each other
    or do not add up; KeyError or ValueError if a row is malformed.
    """
    records = [_record(row) for row in review.records]
    terms = Terms(
        reasons=tuple(review.terms.reasons),
        order=tuple(review.terms.rounds),
        imported=review.terms.imported,
        rejected_rows=review.terms.rejected_rows,
    )
    said = review.terms.previous
    previous = PreviousReview(**said) if said else None  # type: ignore[arg-type]
    evidence = check_evidence(records, _reports(review, records), terms)
    flows = {"": count_flow(evidence, previous=previous, terms=terms)}
    found = {one.round for one in records}
    return flows | {
        name: count_flow(evidence, previous=previous, rounds=[name], terms=terms)
        for name in review.terms.rounds
        if name in found
    }


def _record_row(library: Library, seen: RecordEvidence) -> dict[str, str]:
    record = library.records[seen.record]
    row = {name: _text(getattr(record, name)) for name in CITED}
    row |= {name: _text(text) for name, text in asdict(seen).items()}
    return row | {"authors": "; ".join(record.authors)}


def _decision_row(library: Library, said: Decision, *, counts: bool) -> dict[str, str]:
    row = {name: _text(getattr(said, name, None)) for name in DECISIONS}
    return row | {
        "report": library.report_of(said.record),
        "other_reasons": "; ".join(said.other_reasons),
        "settles": _yes(said.resolves),
        "counts": _yes(counts),
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


def _record(row: Row) -> RecordEvidence:
    known = {name: row[name] for name in ("record", "report", "search", "round", "source", "way")}
    return RecordEvidence(
        **known,  # type: ignore[arg-type] # the pipeline refuses a way or link that it does not know
        linked_by=row["linked_by"] or None,  # type: ignore[arg-type]
        removed_by=row["removed_by"] or None,
    )


def _reports(review: ArchivedReview, records: Sequence[RecordEvidence]) -> list[ReportEvidence]:
    said = _said(review.decisions)
    studies = {row["report"]: row for row in review.studies}
    members: dict[RecordId, list[RecordEvidence]] = defaultdict(list)
    for record in records:
        members[record.report].append(record)
    return [
        _report(report, ones, _outcomes(review, said.get(report, {})), studies.get(report))
        for report, ones in sorted(members.items())
    ]


def _report(
    report: RecordId,
    records: Sequence[RecordEvidence],
    outcomes: Mapping[Stage, Outcome],
    study: Row | None,
) -> ReportEvidence:
    first = next((one for one in records if one.linked_by is None), records[0])
    retrieval, eligibility = outcomes.get(Stage.RETRIEVAL), outcomes.get(Stage.ELIGIBILITY)
    return ReportEvidence(
        report=report,
        round=first.round,
        way=first.way,
        screening=outcomes.get(Stage.SCREENING),
        retrieval=retrieval,
        eligibility=eligibility,
        study=study["study"] if study else None,
        study_is_previous=bool(study and study["previous"]),
        assumed_retrieved=retrieval is None and eligibility is not None,
        records=tuple(sorted(one.record for one in records)),
    )


def _said(rows: Sequence[Row]) -> dict[RecordId, dict[Stage, list[Decision]]]:
    """The decisions that count, by report and stage."""
    said: dict[RecordId, dict[Stage, list[Decision]]] = {}
    for row in rows:
        if row["counts"]:
            decision = _decision(row)
            stages = said.setdefault(RecordId(row["report"]), {})
            stages.setdefault(decision.stage, []).append(decision)
    return said


def _decision(row: Row) -> Decision:
    return Decision(
        record=RecordId(row["record"]),
        stage=Stage(row["stage"]),
        verdict=Verdict(row["verdict"]),
        reason=row["reason"] or None,
        reviewer=row["reviewer"],
        when=row["when"],
        origin=Origin(name="archive"),
        resolves=bool(row["settles"]),
        number=int(row["number"]),
    )


def _outcomes(
    review: ArchivedReview, said: Mapping[Stage, Sequence[Decision]]
) -> dict[Stage, Outcome]:
    return {stage: outcome(ones, review.terms.schemes[stage]) for stage, ones in said.items()}
