"""The flow as data has every number of the flow."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from exports.prisma_flow.data import flow_json, side_csv
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.pending import flow_notes
from exports.stamp import Stamp
from pipeline.prisma.flow import Flow

STAMP = Stamp(review="R", version="1.0", criteria_hash="ab", evidence="2024-01-01T00:00:00Z")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_data_are_as_they_were(
    everything: Flow, golden: Callable[[str, str], None], language: Any
) -> None:
    head = FlowHead(title="R", language=language, stamp=STAMP)
    golden(f"everything.{language}.json", flow_json(everything, head))
    golden(f"everything.{language}.side.csv", side_csv(everything, head))


def test_every_number_of_the_flow_is_in_the_json(everything: Flow, stami: Flow) -> None:
    told = json.loads(flow_json(everything, FlowHead(stamp=STAMP)))
    assert told["numbers"] == dict(everything.numbers)
    assert told["preliminary"] is True
    assert told["pending"]["not_yet_screened_records"] == 120
    assert told["conflicts"]["all_screening_conflict_records"] == 7
    assert told["reasons"]["excluded_reports"][0] == {"reason": "P", "label": "P", "n": 60}
    assert told["stamp"]["evidence"] == "2024-01-01T00:00:00Z"
    assert json.loads(flow_json(stami, FlowHead()))["stamp"] is None


@pytest.mark.parametrize(
    ("language", "unit", "told"),
    [
        ("nb", "article", "Det er flere nye studier (n = 3) enn nye artikler (n = 1): "),
        ("en", "report", "There are more new studies (n = 3) than new reports (n = 1): "),
    ],
)
def test_what_is_worth_a_look_is_said_in_the_language_of_the_figure(
    stami: Flow, language: Any, unit: Any, told: str
) -> None:
    numbers = {**stami.numbers, "new_studies": 3, "new_reports": 1}
    flow = replace(stami, numbers=numbers, warnings=("more_studies_than_reports",))
    (note,) = flow_notes(flow, FlowHead(language=language, unit=unit))
    assert note.startswith(told)


def test_slots_at_zero_are_in_the_csv_too(stami: Flow) -> None:
    lines = side_csv(stami, FlowHead(language="en")).splitlines()
    assert lines[0] == "box,label,unit,n"
    assert (
        "dropped_studies,Studies of the previous review that are no longer included,studies,0"
        in lines
    )
    assert len(lines) == 19


def test_reports_are_called_articles_where_the_review_does(stami: Flow) -> None:
    text = side_csv(stami, FlowHead(unit="article"))
    assert "Nye artikler fra studier som allerede er inkludert,artikler,0" in text
    assert "publikasjoner" not in text
