"""The flow of a review as people read it: figure, Word table, PRISMA2020's csv, and JSON."""

from exports.flow.beside import pending_lines
from exports.flow.document import flow_docx, picture_docx
from exports.flow.figure import figure_pdf, figure_png, figure_svg, flow_rows
from exports.flow.head import FlowHead
from exports.flow.letters import undrawn, use_typefaces
from exports.flow.notes import flow_notes, found_again_note, undrawn_note
from exports.flow.prisma2020 import prisma2020_csv
from exports.flow.prisma2020_reader import Prisma2020, read_prisma2020
from exports.flow.sidecar import flow_data, flow_json, side_csv

__all__ = [
    "FlowHead",
    "Prisma2020",
    "figure_pdf",
    "figure_png",
    "figure_svg",
    "flow_data",
    "flow_docx",
    "flow_json",
    "flow_notes",
    "flow_rows",
    "found_again_note",
    "pending_lines",
    "picture_docx",
    "prisma2020_csv",
    "read_prisma2020",
    "side_csv",
    "undrawn",
    "undrawn_note",
    "use_typefaces",
]
