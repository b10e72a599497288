"""The flow as a few numbers, per round and in total."""

from collections.abc import Mapping

from pipeline.prisma.boxes import SUMMARY, SUMS, unit
from pipeline.prisma.flow import Flow


def round_numbers(flow: Flow) -> dict[str, int]:
    """The numbers of one flow under the names of `SUMMARY`."""
    return {name: flow[box] for name, box in SUMMARY.items()}


def other_numbers(flow: Flow) -> dict[str, int]:
    """The records of other methods, under the left column's names in `SUMMARY`."""
    return {
        name: sum(flow[f"other_{part}"] for part in _parts(box, flow))
        for name, box in SUMMARY.items()
        if unit(box) == "record" and not box.startswith("other_")
    }


def _parts(box: str, flow: Flow) -> tuple[str, ...]:
    """The box itself if the right column has it, else the boxes whose sum it is."""
    return (box,) if f"other_{box}" in flow.numbers else SUMS[box]


def prisma_json(rounds: Mapping[str, Flow], total: Flow) -> dict[str, object]:
    """The numbers of each round by its name, and those of all rounds together, for JSON."""
    return {
        "rounds": {name: round_numbers(flow) for name, flow in rounds.items()},
        "total": round_numbers(total),
        "other_methods": {
            "rounds": {name: other_numbers(flow) for name, flow in rounds.items()},
            "total": other_numbers(total),
        },
        "preliminary": total.preliminary,
    }
