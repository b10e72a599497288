"""Lists that people fill in: written as spreadsheets, and read back to values."""

from exports.sheets.asking import Ask, Taking
from exports.sheets.candidate_list import candidates_xlsx
from exports.sheets.candidates import (
    CONSENSUS,
    Candidate,
    Evidence,
    ForeignVerdict,
    ListHead,
    Reason,
    Span,
    content_hash,
)
from exports.sheets.conflicts import Conflict, conflicts_xlsx
from exports.sheets.elsewhere import ElsewhereReading, ForeignDecision, read_elsewhere
from exports.sheets.judging import judge
from exports.sheets.opening import is_workbook
from exports.sheets.other_forms import (
    candidates_asreview,
    candidates_covidence,
    candidates_csv,
    candidates_rayyan,
    candidates_ris,
)
from exports.sheets.pairs import Pair, duplicates_xlsx
from exports.sheets.pairs_back import PairReading, PairRow, read_pairs
from exports.sheets.readings import DecisionRow, ReadHead, SheetReading
from exports.sheets.taking_back import read_decisions

__all__ = [
    "CONSENSUS",
    "Ask",
    "Candidate",
    "Conflict",
    "DecisionRow",
    "ElsewhereReading",
    "Evidence",
    "ForeignDecision",
    "ForeignVerdict",
    "ListHead",
    "Pair",
    "PairReading",
    "PairRow",
    "ReadHead",
    "Reason",
    "SheetReading",
    "Span",
    "Taking",
    "candidates_asreview",
    "candidates_covidence",
    "candidates_csv",
    "candidates_rayyan",
    "candidates_ris",
    "candidates_xlsx",
    "conflicts_xlsx",
    "content_hash",
    "duplicates_xlsx",
    "is_workbook",
    "judge",
    "read_decisions",
    "read_elsewhere",
    "read_pairs",
]
