"""PRISMA-ScR, PRISMA 2020 and its list for abstracts: every item answered, or named as missing."""

from typing import get_args

import pytest

from exports.language.catalogue import Language
from exports.manuscript.reporting_lists import PLACES, ListFacts, answered, list_table
from exports.manuscript.sections import parted, sections
from exports.manuscript.sentences import TextValues, default_template, methods_and_results
from exports.tables.plain import table_markdown
from pipeline.languages import catalogue
from pipeline.review.settings import Checklist, ManuscriptKey
from pipeline.studies.charted import Charted

LANGUAGES: tuple[Language, ...] = ("nb", "en")
LISTS = get_args(Checklist)
NUMBERS = {"prisma_scr": 22, "prisma_2020": 42, "prisma_abstract": 12}


def facts(values: TextValues, language: Language, **told: dict[str, str]) -> ListFacts:
    text = methods_and_results(values, language)
    heading = catalogue(language)["checklists"]["abstract_heading"]
    abstract, rest = parted(text, heading)
    return ListFacts(
        title=values.title,
        text=sections(rest, language),
        abstract=sections(abstract, language),
        places={"studies": "Table 2", "flow": "Flow diagram"},
        told=told,  # type: ignore[arg-type]  # named by the list
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_an_item_has_an_answer_or_a_place_or_says_what_is_missing(
    name: Checklist, language: Language
) -> None:
    items = answered(name, facts(TextValues(title="T"), language), language)
    assert len(items) == NUMBERS[name]
    assert [one.item for one in items if not (one.answer or one.where or one.missing)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_that_a_list_points_to_is_a_heading_of_the_text(language: Language) -> None:
    template = default_template(language)
    known = catalogue(language)["checklists"]
    for headings in (known["headings"], known["abstract_headings"]):
        assert [one for one in headings.values() if f"### {one}\n" not in template] == []
    for places in PLACES.values():
        for place in places.values():
            assert {*place.text} <= {*known["headings"]}
            assert {*place.abstract} <= {*known["abstract_headings"]}


@pytest.mark.parametrize("name", LISTS)
def test_both_languages_have_the_same_items(name: Checklist) -> None:
    numbers = [
        [one[0] for one in catalogue(each)["checklists"][name]["items"]] for each in LANGUAGES
    ]
    assert numbers[0] == numbers[1]


def test_what_people_say_under_checklists_comes_first_and_false_is_said() -> None:
    told = facts(TextValues(title="T"), "en", prisma_2020={"12": "", "13d": "By narrative."})
    items = {one.item: one for one in answered("prisma_2020", told, "en")}
    assert items["13d"].answer == "By narrative."
    assert items["12"].answer == "Not done, according to the authors."
    assert not items["12"].missing


@pytest.mark.parametrize(
    ("title", "language", "named"),
    [
        ("Desks: a scoping review", "en", True),
        ("Pulter: en sonderende oversikt", "nb", True),
        ("Desks: a review", "en", False),
    ],
)
def test_the_title_names_the_review_or_is_asked_to(
    title: str, language: Language, named: bool
) -> None:
    first = answered("prisma_scr", facts(TextValues(title=title), language), language)[0]
    assert bool(first.answer) is named
    assert bool(first.missing) is not named


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_once_fills_the_text_and_every_list(language: Language) -> None:
    told = dict.fromkeys(get_args(ManuscriptKey), "As told.")
    items = answered("prisma_scr", facts(TextValues(title="T", told=told), language), language)
    for number in ("3", "5", "12", "13", "19", "21", "22"):
        item = next(one for one in items if one.item == number)
        assert "As told." in item.answer, number
        assert item.missing == (), number


@pytest.mark.parametrize("language", LANGUAGES)
def test_false_says_that_there_is_none_and_only_where_it_was_said(language: Language) -> None:
    none = {"nb": "Oversikten er ikke registrert.", "en": "The review is not registered."}[language]
    said = methods_and_results(TextValues(title="T", told={"registration": ""}), language)
    assert none in said
    assert none not in methods_and_results(TextValues(title="T"), language)


def test_who_extracted_and_who_checked_is_told_as_the_sheet_has_it() -> None:
    charted = Charted(studies=3, named=2, people=2, together=1, checked=1, single=0)
    text = methods_and_results(TextValues(title="T", charted=charted), "en")
    assert "Two people extracted data from two studies." in text
    assert "Two or more people extracted data from one of them." in text
    assert "Another person checked the data from one of them." in text
    assert "state in the studies sheet who extracted the data from the others" in text


def test_a_list_names_its_source_and_that_the_translation_is_ours() -> None:
    items = answered("prisma_scr", facts(TextValues(title="T"), "nb"), "nb")
    shown = table_markdown(list_table("prisma_scr", items, "nb"))
    assert "Ann Intern Med" in shown
    assert "oversettelsen er vår egen" in shown
    assert "Mangler: " in shown
