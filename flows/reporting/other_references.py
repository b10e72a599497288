"""Reads the other references that a report cites: background, methods, discussed reviews."""

from exports.bibliography.reference_list import (
    ListDocument,
    Reference,
    Style,
    references,
    references_docx,
    references_markdown,
)
from exports.language.catalogue import Language, sort_key
from flows.reporting.material import Made, Material
from pipeline.errors import AjourError, Refused
from pipeline.readers.read_file import reading, told_apart
from pipeline.records import Record


def other_records(material: Material) -> tuple[Record, ...]:
    """The references in [other_references] file, in the file's order; () if there is no file.

    A file that cannot be read is reported, and all other outputs are made.
    """
    return material.once("other references", lambda: _read(material))


def _read(material: Material) -> tuple[Record, ...]:
    review = material.session.review
    if not review.other_references:
        return ()
    path = review.folder / review.other_references
    try:
        with reading(path) as export:
            return tuple(told_apart(export.records(), path))
    except Refused as fault:
        wrong = fault
    except AjourError as fault:
        wrong = Refused(str(fault))
    material.leave_out(wrong, "The list of other references is left out.")
    return ()


def other_references(material: Material, style: Style, language: Language) -> tuple[Reference, ...]:
    """The other references as a list by first author and year."""
    listed = sorted(
        other_records(material),
        key=lambda one: (
            sort_key("".join(one.authors[:1]), language),
            one.year or 0,
            one.title or "",
        ),
    )
    return references(listed, style, language) if listed else ()


def other_reference_files(material: Material, style: Style, language: Language) -> Made:
    """The list as Word and Markdown; nothing if there is no list."""
    listed = other_references(material, style, language)
    if not listed:
        return
    name, stamp = f"references-other.{style}.{language}", material.stamp_in(language)
    made = ListDocument(unit="other", template=material.word_template)
    yield f"{name}.docx", references_docx(listed, style, language, stamp, made)
    yield f"{name}.md", references_markdown(listed, style, language, stamp, "other").encode()
