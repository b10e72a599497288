"""Sentences, PRISMA-S and item 14 of PRISMA-ScR, filled from numbers."""

import io
import os
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.language.catalogue import Language
from exports.language.opened_numbers import Count, stretches, unmarked
from exports.manuscript.checklists import (
    SearchFacts,
    prisma_s,
    prisma_s_table,
    scr_14,
)
from exports.manuscript.sentences import (
    TextValues,
    default_template,
    in_words,
    listed,
    methods_and_results,
    methods_and_results_opened,
    text_docx,
)
from exports.manuscript.study_values import study_values
from exports.stamp import Stamp
from exports.studies.returned_sheet import read_studies
from exports.tables.plain import table_markdown
from exports.tables.review_tables import SearchRow
from flows.reporting.opened_values import opened_values
from pipeline.agreement.kappa import Agreement
from pipeline.errors import Refused
from pipeline.review.second_look import SecondLook
from pipeline.review.selection import NOBODY, StageSelection
from pipeline.review.settings import Previous
from pipeline.studies.study import studies_from_rows
from tests.support.appendices import appendices, scheme_from_toml

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("nb", "en")

SEARCHES = (
    SearchRow(
        round="1",
        name="medline",
        source="MEDLINE",
        platform="Ovid",
        run_on="2023-08-31",
        hits=434,
        imported=430,
        duplicates=3,
        new=427,
    ),
    SearchRow(
        round="2",
        name="psyc",
        source="PsycINFO",
        platform="Ovid",
        run_on="",
        hits=None,
        imported=12_345,
        duplicates=0,
        new=12_345,
    ),
    SearchRow(
        round="2",
        name="reg",
        source="Registeret",
        platform="",
        run_on="2023-09-01",
        hits=1,
        imported=1,
        duplicates=0,
        new=1,
        way="register",
    ),
    SearchRow(
        round="2",
        name="later",
        source="Scopus",
        platform="",
        run_on="",
        hits=None,
        imported=0,
        duplicates=0,
        new=0,
    ),
)
FLOW = {
    "all_screened_records": 1154,
    "all_excluded_records": 1100,
    "all_assessed_reports": 54,
    "all_duplicates_software_records": 145,
    "all_duplicates_people_records": 1,
    "all_identified_records": 1323,
    "all_automation_criteria_records": 1,
    "all_automation_stopping_records": 350,
    "all_not_retrieved_reports": 2,
    "all_ongoing_reports": 1,
    "all_awaiting_reports": 3,
    "new_studies": 37,
    "new_reports": 38,
    "all_included_reports": 38,
}
ONE = StageSelection(people=1, alone=1154)
TWO = StageSelection(
    people=2,
    together=54,
    by_consensus=6,
    agreements=(Agreement(n=54, agreed=48, share=48 / 54, kappa=0.744),),
)
VALUES = TextValues(
    title="Eksempel",
    unit="article",
    rounds=2,
    searches=SEARCHES,
    flow=FLOW,
    reasons=(("Feil populasjon", 20), ("Feil utfall", 11)),
    counts={"included_articles": 37, "waiting_for_extraction": 1},
    years=(("2021", 3), ("2022", 14), ("2023", 20)),
    contexts=(("Før", 3), ("Underveis", 34)),
    countries=(("Norge", 3), ("Japan", 5), ("Ås", 5)),
    kinds=(("kun innen helse", 9), ("innen begge", 28)),
    outcomes=(("Søvn", 1),),
    differences=(("antall fra pandemien", 33, 34),),
    screening=ONE,
    eligibility=TWO,
    automation=("Språk",),
    stopping=(0.95, 0.955),
    ranked=True,
    earlier=Previous(name="oversikten fra 2021", studies=53),
    previous="En note fra forfatterne.",
    extracted=36,
    pending=2,
)


def held(name: str, made: str) -> None:
    path = HERE / "golden" / name
    if os.environ.get("AJOUR_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_as_it_was_when_last_looked_at(language: Language) -> None:
    held(f"text.{language}.md", methods_and_results(VALUES, language))


def test_reviewers_and_the_earlier_review_may_be_told_in_sentences_or_in_short() -> None:
    told = "To personer leste hver for seg."
    values = replace(VALUES, reviewers=told, screening=NOBODY, eligibility=NOBODY, earlier=None)
    text = methods_and_results(values, "nb")
    assert f"### Utvelgelse\n\n{told}\n\n" in text
    assert "\n\nEn note fra forfatterne.\n\n" in text
    named = replace(values, previous="oversikten fra 2021")
    assert "Oversikten er en oppdatering av oversikten fra 2021." in methods_and_results(
        named, "nb"
    )


@pytest.mark.parametrize(
    ("looked", "english", "norwegian"),
    [
        (
            SecondLook(read=20, taken_up=2, excluded=1),
            (
                "In a second look, 20 records screened by only one person were screened again: "
                "decisions that were unlikely according to the ranking, and a random sample of the "
                "excluded records. Two records that had been excluded were included after all. "
                "One record that had been included was excluded."
            ),
            (
                "20 referanser som bare én person hadde vurdert, ble vurdert på nytt: avgjørelser "
                "som var lite sannsynlige ifølge rangeringen, og et tilfeldig utvalg av de "
                "ekskluderte referansene. To referanser som var ekskludert, ble tatt med videre. "
                "Én referanse som var inkludert, ble ekskludert."
            ),
        ),
        (
            SecondLook(read=1),
            (
                "In a second look, one record screened by only one person was screened again: "
                "decisions that were unlikely according to the ranking, and a random sample of the "
                "excluded records. No decisions were changed."
            ),
            (
                "Én referanse som bare én person hadde vurdert, ble vurdert på nytt: avgjørelser "
                "som var lite sannsynlige ifølge rangeringen, og et tilfeldig utvalg av de "
                "ekskluderte referansene. Ingen avgjørelse ble endret."
            ),
        ),
        (
            SecondLook(read=3, open=1),
            (
                "The two assessments differ on one record; this disagreement has not been resolved "
                "yet."
            ),
            "De to vurderingene er ulike for én referanse, og uenigheten er ikke avgjort ennå.",
        ),
    ],
    ids=["some changed", "none changed", "one waits"],
)
def test_what_a_second_look_changed_is_told(
    looked: SecondLook, english: str, norwegian: str
) -> None:
    values = replace(VALUES, second_look=looked)
    assert english in methods_and_results(values, "en").replace("\n", " ")
    assert norwegian in methods_and_results(values, "nb").replace("\n", " ")


@pytest.mark.parametrize(
    ("learned", "english", "norwegian"),
    [
        (
            None,
            (
                "350 records were left unread because the stopping rule of Callaghan and "
                "Müller-Hansen (2020) was met (target 95%, confidence 95.5%)."
            ),
            (
                "350 referanser ble ikke lest, fordi stoppregelen til Callaghan og Müller-Hansen "
                "(2020) var oppfylt (mål 95 %, konfidens 95,5 %)."
            ),
        ),
        (
            (40, 40, 8),
            (
                "350 records were left unread because a stopping rule learned from eight finished "
                "reviews was met, the test of Callaghan and Müller-Hansen (2020) with odds for the "
                "ranking (target 95%, confidence 95.5%). In 40 of 40 replays of those reviews, the "
                "target had been reached when the rule indicated stopping."
            ),
            (
                "350 referanser ble ikke lest, fordi en stoppregel lært av åtte ferdige oversikter "
                "var oppfylt, testen til Callaghan og Müller-Hansen (2020) med odds for "
                "rangeringen "
                "(mål 95 %, konfidens 95,5 %). I 40 av 40 simuleringer av disse oversiktene "
                "var målet nådd da regelen tilsa stopp."
            ),
        ),
    ],
    ids=["the test", "the certificate"],
)
def test_the_text_names_the_stopping_rule_and_its_evidence(
    learned: tuple[int, int, int] | None, english: str, norwegian: str
) -> None:
    values = replace(VALUES, learned=learned)
    assert english in methods_and_results(values, "en").replace("\n", " ")
    nb = methods_and_results(values, "nb").replace("\n", " ").replace("\xa0", " ")
    assert norwegian in nb


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        (ONE, "One person screened titles and abstracts."),
        (
            StageSelection(people=2, alone=9),
            "Two people screened titles and abstracts; each record was assessed by one of them.",
        ),
        (
            StageSelection(people=3, together=9),
            (
                "Three people independently screened titles and abstracts; each record was "
                "assessed by two or more of them."
            ),
        ),
        (
            StageSelection(people=2, alone=1, together=9),
            (
                "Two people screened titles and abstracts. Of the records decided on, nine were "
                "assessed by two or more people and one by one."
            ),
        ),
        (
            StageSelection(people=2, together=9, by_consensus=1, by_third_person=2),
            (
                "Disagreements (n = 3) were resolved by consensus (n = 1) and by a third person "
                "(n = 2)."
            ),
        ),
        (
            StageSelection(people=2, together=9, by_reader=1),
            "Disagreements (n = 1) were resolved by one of the original reviewers.",
        ),
        (
            StageSelection(
                people=3,
                together=9,
                agreements=(
                    Agreement(n=9, agreed=9, share=1.0),
                    Agreement(n=8, agreed=6, share=0.75, kappa=0.5),
                ),
            ),
            "Agreement for each pair of reviewers was 100% (9 of 9) and 75% (6 of 8; kappa 0.50).",
        ),
    ],
    ids=["one", "shared out", "three", "both kinds", "two ways", "a reader", "pairs"],
)
def test_a_stage_is_told_as_it_was_done(stage: StageSelection, sentence: str) -> None:
    assert sentence in methods_and_results(replace(VALUES, screening=stage), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_told_of_what_nobody_has_done(language: Language) -> None:
    text = methods_and_results(TextValues(title="T", flow=dict.fromkeys(FLOW, 0)), language)
    later = {"nb": r"\[fylles ut[^\]]*\]", "en": r"\[to be filled in[^\]]*\]"}[language]
    bodies = [part for part in text.strip().split("\n\n") if not part.startswith("#")]
    assert [one for one in bodies if re.sub(later, "", one).strip()] == []


def test_a_search_without_records_is_told_only_where_it_gave_none() -> None:
    none = replace(SEARCHES[3], hits=0, run_on="2024-05-01")
    text = methods_and_results(TextValues(title="T", searches=[none]), "en")
    assert "We searched one database: Scopus on 1 May 2024 (no records)." in text
    unknown = methods_and_results(TextValues(title="T", searches=SEARCHES[3:]), "en")
    assert "Scopus" not in unknown


@pytest.mark.parametrize("language", LANGUAGES)
def test_prisma_s_is_as_it_was_when_last_looked_at(language: Language) -> None:
    facts = SearchFacts(
        searches=SEARCHES,
        kinds={"medline": "database", "psyc": "database", "reg": "register"},
        with_strategy=frozenset({"medline"}),
        told={"limits": "2021-", "peer_review": "PRESS"},
        deduplication="ajour",
        rounds=2,
        total=12_776,
    )
    answers = prisma_s(facts, language)
    text = table_markdown(prisma_s_table(answers, language))
    missing = [f"{one.item} {one.name}: {one.missing}" for one in answers if one.missing]
    held(f"prisma_s.{language}.md", "\n".join([text, *missing, ""]))


def test_a_platform_that_is_the_source_is_named_once() -> None:
    search = replace(SEARCHES[0], source="PubMed", platform="PubMed")
    text = methods_and_results(TextValues(title="T", searches=[search]), "nb")
    assert "PubMed (" not in text
    answer = prisma_s(SearchFacts(searches=[search], kinds={"medline": "database"}), "nb")[0]
    assert (answer.text, answer.missing) == ("PubMed", "")


def test_all_sixteen_items_are_there_and_nothing_known_is_named_as_missing() -> None:
    facts = SearchFacts(
        searches=SEARCHES[:1],
        kinds={"medline": "database"},
        with_strategy=frozenset({"medline"}),
        told=dict.fromkeys(
            (
                "multi_database",
                "registers",
                "online",
                "citations",
                "contacts",
                "other",
                "limits",
                "filters",
                "prior_work",
                "peer_review",
            ),
            "sagt",
        ),
        deduplication="ajour",
        total=430,
    )
    answers = prisma_s(facts, "nb")
    assert [one.item for one in answers] == list(range(1, 17))
    assert not any(one.missing for one in answers)


def test_an_empty_review_misses_what_only_people_know() -> None:
    answers = prisma_s(SearchFacts(), "en")
    assert [one.item for one in answers if one.missing] == list(range(1, 17))
    assert not any(one.text for one in answers)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "Vi vurderte 1154 referanser på tittel og sammendrag og ekskluderte 1100."),
        ("en", "We screened 1,154 records on title and abstract and excluded 1,100."),
    ],
)
def test_item_14_tells_each_step_with_reasons(language: Language, sentence: str) -> None:
    text = scr_14(VALUES, language)
    assert sentence in text
    assert "feil populasjon (n = 20); feil utfall (n = 11)" in text
    assert "37" in text
    assert text.endswith(".")
    assert "2" in scr_14(replace(VALUES, pending=2), language).rsplit(":", 1)[1]
    assert "reasons" not in scr_14(replace(VALUES, reasons=(), pending=0), "nb")


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("nb", "### Utvelgelse av kilder (PRISMA-ScR, punkt 14)"),
        ("en", "### Selection of sources of evidence (PRISMA-ScR, item 14)"),
    ],
)
def test_item_14_stands_under_its_heading(language: Language, heading: str) -> None:
    assert scr_14(VALUES, language).startswith(f"{heading}\n\n")


ARTICLES = replace(
    VALUES, report_unit="article", flow=FLOW | {"new_reports": 37, "all_included_reports": 37}
)


@pytest.mark.parametrize(
    ("values", "language", "sentence"),
    [
        (ARTICLES, "nb", " Vi inkluderte 37 artikler."),
        (ARTICLES, "en", " We included 37 articles."),
        (replace(ARTICLES, flow=FLOW), "nb", " Vi inkluderte 37 studier (38 artikler)."),
        (replace(ARTICLES, unit="study"), "nb", " Vi inkluderte 37 studier (37 artikler)."),
        (VALUES, "nb", " Vi inkluderte 37 studier (38 publikasjoner)."),
        (
            replace(VALUES, flow=FLOW | {"new_studies": 1}),
            "nb",
            " Vi inkluderte 1 studie (38 publikasjoner).",
        ),
    ],
    ids=[
        "articles",
        "articles in English",
        "an article more",
        "studies counted apart",
        "reports",
        "one",
    ],
)
def test_item_14_counts_the_included_as_the_review_does(
    values: TextValues, language: Language, sentence: str
) -> None:
    assert sentence in scr_14(values, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_of_articles_names_no_reports_in_its_text(language: Language) -> None:
    values = replace(ARTICLES, reviewers="2")
    text = methods_and_results(values, language) + scr_14(values, language)
    assert "publikasjon" not in text
    assert "report" not in text.replace("reported", "")


def test_a_template_of_the_user_is_filled() -> None:
    template = "{{ counts.included_articles|words }}, {{ 3|counted('studie', 'studier') }}"
    template += "\n{{ '2026-01-05'|day }}"
    assert methods_and_results(VALUES, "nb", template) == "37, tre studier 5. januar 2026\n"


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{{ nothing }}", "'nothing' is undefined"),
        ("a\n{% if %}", "line 2"),
        ("{{ flow.no_such_box + 1 }}", "no_such_box"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ 'a'|counted('b') }}", "argument"),
    ],
)
def test_a_template_that_can_not_be_filled_is_refused_in_a_sentence(
    template: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        methods_and_results(VALUES, "nb", template)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_that_open_change_no_letter_of_the_text(language: Language) -> None:
    opened = methods_and_results_opened(opened_values(VALUES), language)
    assert unmarked(opened) == methods_and_results(VALUES, language)
    names = [part.opens for part in stretches(opened) if part.opens]
    assert {"all_excluded_records", "all_excluded_reports", "text/screened"} <= {*names}


def test_a_number_of_a_template_of_the_user_opens_unless_it_was_worked_with() -> None:
    values = TextValues(title="\ue001x=1\ue002", flow={"new_studies": Count(5, "new_studies")})
    template = "\ue001{{ title }} {{ flow.new_studies }} {{ flow.new_studies + 1 }} "
    template += "{{ (flow.new_studies + 2)|behind('a b/=')|words }} {{ 2024 }} {{ 0.5|percent }}"
    opened = methods_and_results_opened(values, "en", template)
    found = [(part.text, part.opens, part.value) for part in stretches(opened) if part.opens]
    assert found == [("5", "new_studies", 5), ("seven", "a b/=", 7)]
    assert unmarked(opened) == "x=1 5 6 seven 2024 50%\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_review_has_a_text_too(language: Language) -> None:
    text = methods_and_results(TextValues(title="T"), language)
    assert "##" in text
    assert "  " not in text
    assert "{" not in text
    assert default_template(language).startswith("{#")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_the_printed_report_stand_in_the_text(
    shared: Path, language: Language
) -> None:
    toml = (HERE.parent / "studies" / "stami.toml").read_text(encoding="utf-8")
    scheme = scheme_from_toml(tomllib.loads(toml)["tables"])
    studies = studies_from_rows(read_studies(shared / "stami-2024" / "studies.csv", scheme), scheme)
    text = methods_and_results(
        TextValues(title="T", **study_values(studies, scheme, language)), language
    )
    assert "33" not in text
    if language == "nb":
        assert (
            "Vi inkluderte 37 artikler. Tre ble publisert i 2021, 14 i 2022 og 20 i 2023." in text
        )
        assert "kun innen helse, tolv kun innen arbeidsmiljø og 16 innen begge" in text
    else:
        assert "We included 37 articles. Three were published in 2021" in text
        assert "health outcomes only, twelve work environment outcomes only and 16 both" in text


@given(st.integers(min_value=0, max_value=30))
def test_words_end_at_twelve(value: int) -> None:
    assert in_words(value, "nb").isdigit() == (value > 12)
    assert in_words(value, "en").isdigit() == (value > 12)


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_end_with_and(parts: list[str], text: str) -> None:
    assert listed(parts, "en") == text


def test_numbers_are_not_broken_over_two_lines() -> None:
    text = methods_and_results(VALUES, "nb")
    assert "(12\u00a0345 referanser)" in text
    stamp = Stamp(review="R", version="1", criteria_hash="abc", evidence="")
    document = docx.Document(io.BytesIO(text_docx("Japan (n = 5).", "nb", stamp)))
    assert document.paragraphs[0].text == "Japan (n\u00a0=\u00a05)."


def test_the_text_as_word_has_headings_paragraphs_and_the_stamp() -> None:
    stamp = Stamp(review="R", version="1", criteria_hash="abc", evidence="")
    text = "## Metode\n\nVi søkte.\x07\n\n### Søk\n\nTo søk.\n"
    made = text_docx(text, "nb", stamp)
    assert made == text_docx(text, "nb", stamp)
    document = docx.Document(io.BytesIO(made))
    assert [(one.style.name, one.text) for one in document.paragraphs if one.style] == [
        ("Heading 1", "Metode"),
        ("Normal", "Vi søkte.\ufffd"),
        ("Heading 2", "Søk"),
        ("Normal", "To søk."),
        ("Stamp", stamp.line()),
    ]


def test_what_people_say_of_the_search_is_taken_by_item_or_refused_by_key() -> None:
    assert appendices(prisma_s={"limits": "2021-"}).prisma_s == {"limits": "2021-"}
    with pytest.raises(Refused) as refused:
        appendices(prisma_s={"limit": "x", "filters": 3})
    assert "[prisma_s]: unknown key 'limit'; did you mean 'limits'?" in str(refused.value)
    assert "[prisma_s]: filters is 3; expected text in quotes" in str(refused.value)
