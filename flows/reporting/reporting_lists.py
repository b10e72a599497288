"""Fills in a review's reporting checklists, as Word and csv, and lists what is missing."""

from collections.abc import Iterator
from typing import get_args

from exports.language.catalogue import Language, Words
from exports.manuscript.checklists import prisma_s, prisma_s_table
from exports.manuscript.reporting_lists import ListFacts, answered, list_table
from exports.manuscript.sections import parted, sections
from exports.manuscript.sentences import (
    default_template,
    methods_and_results,
)
from exports.tables.plain import table_csv
from exports.tables.table import Table
from flows.reporting.manuscript_values import text_values
from flows.reporting.material import Made, Material
from flows.reporting.places import places
from flows.reporting.searches import facts
from pipeline.languages import catalogue, said_in
from pipeline.review.settings import Checklist

SCR: Checklist = "prisma_scr"


def checklist_files(material: Material) -> Made:
    """Each checklist as Word, and as csv if no other table has the same name."""
    from exports.tables.word import tables_docx

    for language in material.languages:
        stamp = material.stamp_in(language)
        scr, full, abstract = list_tables(material, language)
        searched = prisma_s_table(
            prisma_s(facts(material, language), language), language, places(material, language)
        )
        for name, tables in (
            ("PRISMA-ScR", (scr,)),
            ("PRISMA-2020", (full, abstract)),
            ("PRISMA-S", (searched,)),
        ):
            yield f"{name}.{language}.docx", tables_docx(tables, stamp, material.word_template)
        for table in (scr, full, abstract):
            yield f"tables/{table.key}.{language}.csv", table_csv(table)


def list_tables(material: Material, language: Language) -> tuple[Table, ...]:
    """PRISMA-ScR, PRISMA 2020 and the checklist for abstracts, filled in."""
    known = list_facts(material, language)
    return tuple(
        list_table(name, answered(name, known, language), language) for name in get_args(Checklist)
    )


def list_facts(material: Material, language: Language) -> ListFacts:
    """The data for the checklists, from the program's own texts and never from a template."""
    return material.once(f"lists {language}", lambda: _list_facts(material, language))


def _list_facts(material: Material, language: Language) -> ListFacts:
    values = text_values(material, language)
    told = material.session.review.checklists
    whole = methods_and_results(values, language, default_template(language))
    abstract, rest = parted(whole, catalogue(language)["checklists"]["abstract_heading"])
    return ListFacts(
        title=values.title,
        text=sections(rest, language),
        abstract=sections(abstract, language),
        places=values.places,
        told={
            name: {item: said_in(text, language) for item, text in those.items()}
            for name, those in told.items()
        },
    )


def checklist_points(material: Material, language: Language) -> Iterator[str]:
    """A point for each missing thing, with all checklist items that require it."""
    words = Words(language, "open_points")
    known = list_facts(material, language)
    asked: dict[str, list[str]] = {}
    for name in get_args(Checklist):
        items: dict[str, list[str]] = {}
        for item in answered(name, known, language):
            for what in item.missing:
                items.setdefault(what, []).append(item.item)
        for what, numbers in items.items():
            title = catalogue(language)["checklists"][name]["key"]
            asked.setdefault(what, []).append(words("items", list=title, items=", ".join(numbers)))
    for what, lists in asked.items():
        yield words("checklists", lists="; ".join(lists), missing=what)
