"""The flow of a review as people read it: figure, Word table, PRISMA2020's csv, and JSON."""

from exports.flow.figure import figure_pdf, figure_png, figure_svg, flow_rows
from exports.flow.head import FlowHead

__all__ = ["FlowHead", "figure_pdf", "figure_png", "figure_svg", "flow_rows"]
