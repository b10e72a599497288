"""The PECOS question as data (TOML), and its reading with a blank spaCy pipeline."""

from screening_rules.assessment import (
    Assessment,
    Reading,
    Span,
    as_json,
    from_json,
    highlights,
)
from screening_rules.automation import Removal, automation, pilot
from screening_rules.calibration import Calibration, as_figures, calibrate
from screening_rules.cases import Cases, read_cases
from screening_rules.criteria import Criteria, Element, Reason, Worded, criteria_query
from screening_rules.reading import criteria_from, read_criteria
from screening_rules.search import Tried, search, try_lines
from screening_rules.verdicts import assess

__all__ = [
    "Assessment",
    "Calibration",
    "Cases",
    "Criteria",
    "Element",
    "Reading",
    "Reason",
    "Removal",
    "Span",
    "Tried",
    "Worded",
    "as_figures",
    "as_json",
    "assess",
    "automation",
    "calibrate",
    "criteria_from",
    "criteria_query",
    "from_json",
    "highlights",
    "pilot",
    "read_cases",
    "read_criteria",
    "search",
    "try_lines",
]
