"""Summarises a run in numbers: run.json, text-counts.json, and what needed action."""

import json

from flows.reporting.material import Made, Material
from flows.reporting.row_notes import row_notes
from flows.reporting.search_notes import notes
from flows.reporting.waiting import left_at, out_at, retrieval_notes, settlers_at
from flows.screening.criteria_changes import changes_of
from flows.screening.notices import flagged_sentences
from flows.screening.rule_counts import counts_of, errors_of
from pipeline.decisions import Stage
from pipeline.prisma.summary import other_numbers, round_numbers
from pipeline.review.library import COUNTING
from pipeline.review.prisma_evidence import left_unread
from pipeline.review.second_look import second_look
from pipeline.store.duplicates import doubts
from pipeline.store.intake import files
from pipeline.studies.text_counts import text_counts


def _criteria(material: Material) -> dict[str, object]:
    """Rules that people contradict, errors of automation, and effects of changed criteria.

    The effects are the number of suggestions that the latest change altered and, by person, the
    number of decisions that these contradict.
    """
    library = material.library
    changed = changes_of(material.session, library)
    counts = counts_of(library, material.session.criteria)
    return {
        "contradicted rules": [
            (rule.name, rule.judged, rule.otherwise) for rule in counts if rule.contradicted
        ],
        "automation by criteria": [
            (error.element, error.marked, error.judged, error.otherwise)
            for error in errors_of(library)
        ],
        "changed suggestions": {"count": len(changed.changed), "asked": changed.asked},
    }


def _lists_out(material: Material) -> list[tuple[str, str, str, int, int, str]]:
    """The lists that someone has: stage, reviewer, file, unanswered rows, rows, since when."""
    if material.reported is not None:
        return [tuple(one) for one in material.reported.get("lists_out", ())]
    session, library = material.session, material.library
    return [
        (stage, one.reviewer, one.file, one.waiting, one.rows, one.sent[:10] or one.at[:10])
        for stage in Stage
        for one in out_at(session, library, stage)
    ]


def _notes(material: Material) -> list[str]:
    """What needs action, as sentences in the review's language."""
    session, library = material.session, material.library
    return [
        *retrieval_notes(library, session.review.language),
        *row_notes(material, session.review.language),
    ]


def _told(material: Material) -> dict[str, list[str]]:
    """What needs action, and the reports that were retracted, doubted or corrected."""
    session, library = material.session, material.library
    flagged = flagged_sentences(session, library, session.review.language)
    return {"notes": _notes(material), "flagged": flagged}


def _unread(material: Material) -> dict[str, int | str]:
    """How many reports await screening, and how many the stopping rule leaves unread."""
    library = material.library
    left = left_unread(library)
    return {
        "unread": len(set(library.unread()) - left),
        "left unread": len(left),
        "stopping rule": material.session.review.automation.stopping.rule,
    }


def _decided(material: Material) -> dict[str, int | list[int]]:
    """How many decisions there are; for second looks, the reports read, included, excluded."""
    said = material.library.decisions
    looked = second_look(material.library, said)
    told: dict[str, int | list[int]] = {
        "decisions": len(said),
        "on retrieval": sum(one.stage is Stage.RETRIEVAL for one in said),
        "last decision": max((one.number for one in said), default=0),
    }
    if looked.read:
        told["second look"] = [looked.read, looked.taken_up, looked.excluded]
    return told


def summary_files(material: Material) -> Made:
    """Version, criteria, dates, records, decisions, studies and every box; and the text's numbers.

    text-counts.json holds the numbers that the running text gives of the included studies.
    """
    session, library = material.session, material.library
    flows = material.flows
    kept = [one for one in files(session.db) if not one.withdrawn]
    told = {
        "version": material.stamp.version,
        "criteria": material.stamp.criteria_hash[:12],
        "evidence to": material.stamp.evidence,
        "searched": dict(material.stamp.searches),
        "files": len(kept),
        "records": len(library.records),
        "reports": len(library.members),
        **_decided(material),
        **_unread(material),
        "included": library.included,
        "counting": COUNTING,
        "studies": len(library.studies),
        "extracted studies": material.rows.extracted,
        "studies without a row": len(material.rows.without) if material.has_sheet else 0,
        "rows of no included study": len(material.rows.stray),
        "disagreements": {stage: len(library.conflicts(stage)) for stage in Stage},
        "lists": material.laid,
        "lists out": _lists_out(material),
        "left": {stage: left_at(session, library, stage) for stage in Stage},
        "settlers": {stage: settlers_at(session, library, stage) for stage in Stage},
        "pairs in doubt": len(doubts(session.db)),
        "open points": len(material.open_points),
        "search notes": notes(material, session.review.language),
        **_criteria(material),
        "in all": round_numbers(flows.total),
        "round": {name: round_numbers(flow) for name, flow in flows.rounds.items()},
        "other methods": other_numbers(flows.total),
        **_told(material),
    }
    yield "run.json", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    if material.extracted:
        counts = text_counts(material.extracted, material.scheme)
        yield "text-counts.json", (json.dumps(counts, ensure_ascii=False, indent=1) + "\n").encode()
