"""The report as one page that works from disk, by keyboard and with a screen reader."""

from exports.report.criteria import CriterionHits, criteria_hits_table
from exports.report.page import report_html
from exports.report.parts import BoxList, Figure, Member, ReportParts
from exports.report.preliminary import pending_words

__all__ = [
    "BoxList",
    "CriterionHits",
    "Figure",
    "Member",
    "ReportParts",
    "criteria_hits_table",
    "pending_words",
    "report_html",
]
