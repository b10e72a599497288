"""Draws docs/reliability.svg: the column Probability against the true share of includes.

Run by hand with the finished reviews in AJOUR_SHARED: `python -m docs.draw_reliability`. Each
review is replayed; at each of LOOKS, the unread reports are ranked. The reports of all reviews are
grouped by the probability they were given, and each group is a point at its share of includes.
"""

import csv
import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from pipeline.evaluation.labelled_decisions import LabelledReview, read_labelled
from pipeline.evaluation.replay import matrix
from pipeline.ranking.left import expected_left, probabilities
from pipeline.ranking.reading import by_rank
from pipeline.ranking.settings import DEFAULT
from pipeline.ranking.svm import Machine, calibrate

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("AJOUR_SHARED", ROOT.parent / "shared")) / "data" / "ranking"
LOOKS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
STEP = 0.02
"""Share of the records read between two refits."""

EDGES = (0, 0.0005, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 1.001)
SIDE, LEFT, TOP = 360.0, 64.0, 34.0
Vector = NDArray[np.float64]


def looks(labelled: LabelledReview, priors: list[int]) -> Iterator[tuple[Vector, Vector, Vector]]:
    """At each look: probabilities by position and by the sigmoid, and the true labels."""
    labels = np.array([*labelled.included, True], dtype=np.float64)
    machine = Machine(matrix(labelled), DEFAULT)
    size, known, order = len(labelled.records), list(priors), list[int]()
    due = list(LOOKS)
    while len(known) < size:
        weights = np.ones(len(known))
        scores = machine.fit(known, labels[known], weights)[:-1]
        unread = np.setdiff1d(np.arange(size), known)
        ranked = unread[np.argsort(-scores[unread], kind="stable")]
        if due and len(order) >= due[0] * size:
            due.pop(0)
            reading = by_rank(labels[order].astype(bool).tolist(), len(ranked))
            expected = expected_left(reading) or 0.0
            sigmoid = calibrate(machine, labels[known], weights)
            if sigmoid:
                steep, offset = sigmoid
                before = 1 / (1 + np.exp(-(steep * scores[ranked] + offset)))
                share = len(order) / size
                yield probabilities(expected, len(ranked), share), before, labels[ranked]
        chosen = ranked[: max(1, round(STEP * size) if len(order) > 30 else 1)].tolist()
        known, order = known + chosen, order + chosen


def every_look() -> tuple[Vector, Vector, Vector]:
    """The looks of all reviews, concatenated."""
    found: list[tuple[Vector, Vector, Vector]] = []
    with (DATA / "priors.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["seed"] == "535"]
    with threadpool_limits(limits=1):
        for row in rows:
            labelled = read_labelled(DATA / f"{row['dataset']}.csv")
            priors = [labelled.place(row["included_id"]), labelled.place(row["excluded_id"])]
            found += looks(labelled, priors)
    now, before, came = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return now, before, came


def bins(given: Vector, came: Vector) -> list[tuple[float, float, int]]:
    """Mean probability, share of includes, and size of each group of at least ten reports."""
    found = []
    for low, high in pairwise(EDGES):
        inside = (given >= low) & (given < high)
        if inside.sum() >= 10:
            found.append((given[inside].mean(), came[inside].mean(), int(inside.sum())))
    return found


def at(value: float) -> float:
    """The position of a share on an axis that is logarithmic from one in 10,000 to 1."""
    return SIDE * (np.log10(max(value, 1e-4)) + 4) / 4


def drawing(now: list[tuple[float, float, int]], before: list[tuple[float, float, int]]) -> str:
    """The figure as SVG, black on white."""
    low = TOP + SIDE
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="470" height="490" '
        'font-family="sans-serif" font-size="12"><rect width="470" height="490" fill="#fff"/>'
    )
    parts = [
        opening,
        f'<path d="M{LEFT} {low}L{LEFT + SIDE} {TOP}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<path d="M{LEFT} {TOP}V{low}H{LEFT + SIDE}" stroke="#000" fill="none"/>',
    ]
    for value, text in (
        (1e-4, "0.01 %"),
        (1e-3, "0.1 %"),
        (1e-2, "1 %"),
        (0.1, "10 %"),
        (1, "100 %"),
    ):
        x, y = LEFT + at(value), low - at(value)
        parts.append(f'<text x="{x:.0f}" y="{low + 18:.0f}" text-anchor="middle">{text}</text>')
        parts.append(f'<text x="{LEFT - 6:.0f}" y="{y + 4:.0f}" text-anchor="end">{text}</text>')
    for points, fill in ((before, "#fff"), (now, "#000")):
        for given, came, _ in points:
            x, y = LEFT + at(given), low - at(came)
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="#000"/>')
    parts.append(
        f'<text x="{LEFT + SIDE / 2}" y="{low + 38}" text-anchor="middle">probability given</text>'
    )
    parts.append(f'<text x="{LEFT}" y="{TOP - 12}">share included</text>')
    for x, fill, words in (
        (LEFT + 6, "#000", "by place, as the lists show it"),
        (LEFT + 206, "#fff", "by the sigmoid of scores"),
    ):
        parts.append(f'<circle cx="{x}" cy="{low + 56}" r="5" fill="{fill}" stroke="#000"/>')
        parts.append(f'<text x="{x + 12}" y="{low + 60}">{words}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    by_place, by_sigmoid, included = every_look()
    text = drawing(bins(by_place, included), bins(by_sigmoid, included))
    (ROOT / "docs" / "reliability.svg").write_text(text, "utf-8")
