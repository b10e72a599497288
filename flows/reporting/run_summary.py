"""A run in numbers: run.json, text-counts.json, and what waits for a person as of the last run."""

import json

from flows.reporting.material import Made, Material
from flows.review.output_runs import latest_folder
from flows.screening.rule_counts import counts_of, errors_of
from pipeline.decisions import Stage
from pipeline.prisma.summary import round_numbers
from pipeline.review.settings import Review
from pipeline.store.decisions import decisions, study_links
from pipeline.store.duplicates import doubts
from pipeline.store.intake import files
from pipeline.studies.text_counts import text_counts


def waits(review: Review) -> list[str]:
    """One sentence for each kind of thing that somebody has to settle, as of the latest run."""
    folder = latest_folder(review)
    if folder is None:
        return []
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return [
        f"{count} disagreements at {stage} wait for somebody to settle them: ajour conflicts"
        for stage, count in told["disagreements"].items()
        if count
    ]


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
        "decisions": len(decisions(session.db)),
        "studies": len(library.studies(study_links(session.db))),
        "extracted studies": len(material.extracted),
        "disagreements": {stage: len(library.conflicts(stage)) for stage in Stage},
        "lists": [(one.name, one.choice.reviewer, len(one.picked)) for one in material.lists],
        "pairs in doubt": len(doubts(session.db)),
        "contradicted rules": [
            (one.name, one.judged, one.otherwise)
            for one in counts_of(library, session.criteria)
            if one.contradicted
        ],
        "automation by criteria": [
            (one.element, one.marked, one.judged, one.otherwise) for one in errors_of(library)
        ],
        "in all": round_numbers(flows.total),
        "round": {name: round_numbers(flow) for name, flow in flows.rounds.items()},
    }
    yield "run.json", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    if material.extracted:
        counts = text_counts(material.extracted, material.scheme)
        yield "text-counts.json", (json.dumps(counts, ensure_ascii=False, indent=1) + "\n").encode()
