"""run.json: what a run came to, so that a later one can be compared with it."""

import json

from flows.grouping import by_study
from flows.making import Made, Material
from pipeline.prisma import round_numbers
from pipeline.store.deciding import decisions
from pipeline.store.intake import files


def summary_files(material: Material) -> Made:
    """Version, criteria, search dates, records, decisions, studies and every box as one object."""
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
        "studies": len(by_study(session, library)),
        "extracted studies": len(material.studies),
        "in all": round_numbers(flows.total),
        "round": {name: round_numbers(flow) for name, flow in flows.rounds.items()},
    }
    yield "run.json", (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
