"""The flow in few numbers, per round and in all."""

from collections.abc import Mapping

from pipeline.prisma.boxes import SUMMARY
from pipeline.prisma.flow import Flow


def round_numbers(flow: Flow) -> dict[str, int]:
    """The numbers of one flow under the names of `SUMMARY`."""
    return {name: flow[box] for name, box in SUMMARY.items()}


def prisma_json(rounds: Mapping[str, Flow], total: Flow) -> dict[str, object]:
    """The numbers of each round by its name, and those of all rounds together, for JSON."""
    return {
        "rounds": {name: round_numbers(flow) for name, flow in rounds.items()},
        "total": round_numbers(total),
        "preliminary": total.preliminary,
    }
