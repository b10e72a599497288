# ruff: noqa: E501 - the sentences stand here as the user sees them
"""criteria.toml: what it may say, and the section and line of what it may not."""

from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.languages import Wording
from screening_rules.criteria import criteria_query
from screening_rules.criteria_file import criteria_from, read_criteria
from screening_rules.verdicts import assess
from tests.support.criteria import DESIGN, ELEMENT, HEAD, criteria, record

PACKAGED = Path(__file__).parents[2] / "screening_rules"

RULE = """
[[element.rule]]
verdict = "met"
when = ["exposure.for"]
"""


def test_the_elements_come_in_the_order_of_the_file() -> None:
    read = criteria()
    assert [element.name for element in read.elements] == ["exposure", "design"]
    assert [reason.code for reason in read.reasons] == ["design", "exposure"]
    assert read.element("design").label["nb"] == "Design"
    assert read.element("exposure").question["en"] == "Is it telework?"
    assert read.reasons[0].text["nb"] == "Feil design"
    assert read.reasons[0].text["en"] == "Wrong design"
    with pytest.raises(KeyError):
        read.element("outcome")


def test_a_statement_knows_its_name_and_line() -> None:
    lines = [one.line for one in criteria().element("exposure").speaks_for.statements]
    names = [one.name for one in criteria().element("exposure").speaks_for.statements]
    assert names == ["exposure.for.1", "exposure.for.2"]
    assert lines == [7, 7]


def test_lines_of_the_strategy_are_set_in() -> None:
    strategy = '[strategy]\nlines = ["telework*.ti.", "home adj2 work*", "or/1-2"]\n'
    element = ELEMENT.replace('"telework*", "work* adj2 home"', '"3 not 1"')
    read = criteria(strategy + element)
    named = criteria(ELEMENT.replace('"telework*", "work* adj2 home"', (
        '"(telework*.ti. or (home adj2 work*)) not telework*.ti."'
    )))  # fmt: skip
    assert (
        read.element("exposure").speaks_for.statements[0].tree
        == named.element("exposure").speaks_for.statements[0].tree
    )


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param("", ['criteria.toml, line 1: element is missing; expected tables, each headed [[element]]'], id="nothing"),
        pytest.param(ELEMENT + "colour = 1\n", ["criteria.toml, line 12, [[element]] exposure: unknown key 'colour'; expected one of name, label, question, look, for, against, set_aside_for, set_aside_against, cancelled_by_for, cancelled_by_against, rule, reason, needed, included, excluded"], id="an unknown key"),
        pytest.param("pilot = true\n" + ELEMENT, ["criteria.toml, line 2: unknown key 'pilot'; expected one of title, languages, title_alone, words, strategy, negation, facts, element"], id="an unknown key at the top"),
        pytest.param(ELEMENT.replace("telehealth", "tele health ("), ["criteria.toml, line 8, [[element]] exposure: 'tele health (', column 13: found '('; expected an operator (and, or, not, adj)"], id="a line that cannot be parsed"),
        pytest.param(ELEMENT.replace("telehealth", "telehealth.au."), ["criteria.toml, line 8, [[element]] exposure: 'telehealth.au.' can never match: records have no field .au."], id="a field that records lack"),
        pytest.param(ELEMENT.replace("telehealth", "(b not a) and a"), [("criteria.toml, line "
            "8, [[element]] exposure: '(b not a) and a' can never match: the line searches "
            "for words and excludes the same words")], id="a query that takes away what it asks for"),
        pytest.param(ELEMENT.replace('against = ["telehealth"]', 'against = ["x/"]\nlook = ["title"]'), ["criteria.toml, line 8, [[element]] exposure: 'x/' can never match: the line searches for subject headings, which are in the keywords, but the line does not search the keywords"], id="a heading where no keyword is looked at"),
        pytest.param(ELEMENT.replace("telehealth", "8"), [("criteria.toml, line 8, [[element]] "
            "exposure: '8': line 8 of the strategy does not exist. To search for a number, "
            "put the number in quotation marks")], id="no such line"),
        pytest.param('[strategy]\nlines = ["x"]\n' + ELEMENT.replace("telehealth", "limit 1 to humans"), ["criteria.toml, line 10, [[element]] exposure: 'limit 1 to humans': only the database can apply the limit 'humans'"], id="a limit of the database's"),
        pytest.param(ELEMENT.replace('"telehealth"', '"telehealth", "Telehealth"'), ["criteria.toml, line 8, [[element]] exposure: 'Telehealth' occurs twice in this list"], id="a line twice"),
        pytest.param(ELEMENT.replace("homework", "telework*"), [("criteria.toml, line 7, "
            "[[element]] exposure: 'telework*' is never counted, because set_aside has the "
            "same words")], id="set aside whole"),
        pytest.param(ELEMENT.replace('"telehealth"', "7"), ['criteria.toml, line 8, [[element]] exposure: item 1 of against is 7; expected text in quotes: "7"'], id="a list that is not of strings"),
        pytest.param(ELEMENT.replace('["telehealth"]', "7"), ['criteria.toml, line 8, [[element]] exposure: against is 7; expected a list'], id="no list"),
        pytest.param(ELEMENT.replace("needed = true", "needed = 1"), ['criteria.toml, line 10, [[element]] exposure: needed is 1; expected true or false'], id="no flag"),
        pytest.param(ELEMENT.replace("priority = 2", "priority = true"), ['criteria.toml, line 11, [element.reason] exposure: priority is true; expected a whole number'], id="no number"),
        pytest.param(ELEMENT.replace('nb = "Feil", en = "Wrong", ', ""), ['criteria.toml, line 11, [element.reason] exposure: words in a language is missing; expected { nb = "...", en = "..." } with text in at least one language'], id="a wording is missing"),
        pytest.param(ELEMENT.replace('name = "exposure"', 'name = ""'), ['criteria.toml, line 4, [[element]] number 1: name is empty; expected text in quotes'], id="an empty name"),
        pytest.param(ELEMENT.replace('"Eksponering"', '""').replace('"Exposure"', '" "'), ["criteria.toml, line 5, [[element]] exposure: label is {'nb': '', 'en': ' '}; expected { nb = \"...\", en = \"...\" } with text in at least one language"], id="no wording in any language"),
        pytest.param(ELEMENT.replace('{ nb = "Eksponering", en = "Exposure" }', '"x"'), ["criteria.toml, line 5, [[element]] exposure: label is 'x'; expected { nb = \"...\", en = \"...\" } with text in at least one language"], id="no table"),
        pytest.param(ELEMENT + 'look = ["heading"]\n', ["criteria.toml, line 12, [[element]] exposure: item 1 of look is 'heading'; expected one of title, title_translated, abstract, aim, background, methods, results, conclusions, keywords, type, language, journal"], id="no such field"),
        pytest.param(ELEMENT + ELEMENT, ["criteria.toml, line 14, [[element]] exposure: name is 'exposure'; expected each value only once, but line 4 has the same value", "criteria.toml, line 21, [element.reason] exposure: code is 'exposure'; expected each value only once, but line 11 has the same value", 'criteria.toml, line 21, [element.reason] exposure: priority is 2; expected each value only once, but line 11 has the same value'], id="a name, a reason and a priority twice"),
        pytest.param(ELEMENT + RULE.replace("exposure.for", "design.x"), ["criteria.toml, line 15, [[element.rule]] exposure, number 1: item 1 of when is 'design.x'; expected a fact of this file, or ELEMENT.for or ELEMENT.against"], id="a rule about nothing"),
        pytest.param(ELEMENT + RULE.replace('"met"', '"yes"'), ["criteria.toml, line 14, [[element.rule]] exposure, number 1: verdict is 'yes'; expected one of met, not met, unclear"], id="no verdict"),
        pytest.param(ELEMENT + '[[element.rule]]\nverdict = "met"\n', ['criteria.toml, line 13, [[element.rule]] exposure, number 1: a rule needs at least one of the keys when, when_any, published_before, published_from'], id="a rule without conditions"),
        pytest.param(ELEMENT + RULE + 'published_before = "2022"\n', ["criteria.toml, line 16, [[element.rule]] exposure, number 1: published_before is '2022'; expected a date without quotes, like 2023-08-31"], id="no date"),
        pytest.param(ELEMENT + "rule = [1]\n", ['criteria.toml, line 12, [[element]] exposure: item 1 of rule is 1; expected a table headed [element.rule]'], id="rules that are no tables"),
        pytest.param("[negation]\nreach = 20\n" + ELEMENT, ['criteria.toml, line 3, [negation]: reach is 20; expected 1 to 10 words'], id="a reach beyond reason"),
        pytest.param('[strategy]\nlines = ["a ("]\n' + ELEMENT, ["criteria.toml, line 3, [strategy]: 'a (', column 3: found '('; expected an operator (and, or, not, adj)"], id="a fault in the strategy"),
        pytest.param("[facts]\nx = 1\n" + ELEMENT, ['criteria.toml, line 3, [facts]: x is 1; expected a table headed [facts.x]'], id="a fact that is none"),
        pytest.param('[facts.x]\nlines = ["a"]\nline = ["b"]\n' + ELEMENT, ["criteria.toml, line 4, [facts.x]: unknown key 'line'; did you mean 'lines'?"], id="an unknown key of a fact"),
    ],
)  # fmt: skip
def test_a_fault_names_its_section_and_line(text: str, faults: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        criteria_from(HEAD + text)
    assert [str(one) for one in refused.value.faults] == faults


def test_words_in_one_language_stand_for_both() -> None:
    text = ELEMENT.replace('en = "Exposure"', 'en = ""').replace('en = "Wrong"', 'en = ""')
    element = criteria(text).elements[0]
    assert (element.label["nb"], element.label["en"]) == ("Eksponering", "Eksponering")
    assert element.reason is not None
    assert element.reason.text["en"] == element.reason.text["nb"]


def test_all_faults_are_told_at_once() -> None:
    text = ELEMENT.replace("telehealth", "a (").replace("needed = true", "need = true")
    with pytest.raises(Refused) as refused:
        criteria(text + RULE.replace("exposure.for", "nothing"))
    assert len(refused.value.faults) == 3


def test_negation_can_be_given_by_the_file() -> None:
    read = criteria('[negation]\ncues = ["sans"]\nturned = ["mais"]\nreach = 2\n' + ELEMENT)
    assert (read.negation.cues, read.negation.turned, read.negation.reach) == (("sans",), ("mais",), 2)  # fmt: skip
    assert criteria("[negation]\n" + ELEMENT).negation == criteria(ELEMENT).negation


@pytest.mark.parametrize("name", ["hjemmekontor.toml", "template.toml"])
def test_the_packaged_criteria_can_be_read(name: str) -> None:
    assert read_criteria(PACKAGED / name).elements


def test_a_file_that_can_not_be_read_is_refused_in_a_sentence(tmp_path: Path) -> None:
    wrong = tmp_path / "criteria.toml"
    with pytest.raises(Refused, match="there is no such file"):
        read_criteria(wrong)
    wrong.write_bytes(b"\xff\xfe")
    with pytest.raises(Refused, match="this file is not UTF-8 text"):
        read_criteria(wrong)
    wrong.write_text("= 1", encoding="utf-8")
    with pytest.raises(Refused, match="this is not TOML"):
        read_criteria(wrong)


def test_a_change_of_an_element_changes_its_hash_only() -> None:
    before = criteria()
    after = criteria(ELEMENT.replace("telehealth", "telecare") + DESIGN)
    assert before.hashes["exposure"] != after.hashes["exposure"]
    assert before.hashes["design"] == after.hashes["design"]
    assert before.hash != after.hash


def test_a_change_of_a_fact_changes_the_elements_that_ask_for_it() -> None:
    before = criteria()
    after = criteria(ELEMENT + DESIGN.replace('"pandemic"', '"covid*"'))
    assert before.hashes["exposure"] == after.hashes["exposure"]
    assert before.hashes["design"] != after.hashes["design"]


def test_a_line_of_the_strategy_changes_the_hash_of_what_names_it() -> None:
    element = ELEMENT.replace("telehealth", "1")
    one, other = (criteria(f'[strategy]\nlines = ["{word}"]\n{element}') for word in "ab")
    assert one.hashes["exposure"] != other.hashes["exposure"]


def test_remarks_and_blank_lines_change_no_hash() -> None:
    assert criteria("\n# a remark\n\n" + ELEMENT + DESIGN).hash == criteria().hash


def test_a_question_changes_the_whole_hash_and_no_reading() -> None:
    after = criteria(ELEMENT.replace("Is it telework?", "Telework at home?") + DESIGN)
    assert after.hash != criteria().hash
    assert after.hashes == criteria().hashes


def test_the_prose_of_the_table_changes_no_hash_and_no_assessment() -> None:
    prose = 'included = { nb = "Hjemme", en = "At home" }\n'
    after = criteria(f"{ELEMENT}{prose}{DESIGN}")
    assert after.element("exposure").included == Wording(nb="Hjemme", en="At home")
    assert (after.hash, after.hashes) == (criteria().hash, criteria().hashes)
    assert after.prose != criteria().prose
    one = record("Telework")
    (before,) = assess([one], criteria())
    (same,) = assess([one], after, known={one.id: before})
    assert same is before


def test_prose_in_one_language_is_read_for_the_others() -> None:
    prose = 'excluded = { en = "Outdoors" }\n'
    excluded = criteria(f"{ELEMENT}{prose}{DESIGN}").element("exposure").excluded
    assert excluded is not None
    assert excluded["nb"] == excluded["en"] == "Outdoors"


def test_prose_in_a_language_without_a_catalogue_is_a_fault() -> None:
    prose = 'excluded = { nb = "Ute", tlh = "HurDaq" }\n'
    with pytest.raises(Refused, match=r"exposure: excluded is .*tlh.*; expected { nb ="):
        criteria(f"{ELEMENT}{prose}{DESIGN}")


def test_the_query_holds_questions_and_words_without_truncation() -> None:
    query = criteria_query(criteria(ELEMENT.replace("telehealth", "teleworking/ or x")))
    assert query == "telework work home"
    strategy = '[strategy]\nlines = ["remote* adj2 work*.ti."]\n'.replace(
        "remote* adj2 work*.ti.", "(remote* adj2 work*).ti."
    )
    named = criteria_query(
        criteria(strategy + ELEMENT.replace('"telework*", ', '"1", "1 and 2021.yr.", '))
    )
    assert named == "telework remote work home"
