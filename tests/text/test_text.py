"""Keys that records are compared by; what the doctests do not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.journals import abbreviates, journal_key, same_journal
from pipeline.text.kinds import KINDS, kind_names, kinds
from pipeline.text.letters import folded, words
from pipeline.text.names import name_keys
from pipeline.text.places import issue_key, page_keys, supplement_page, volume_key
from pipeline.text.titles import generic, numbers, parts, preprint, title_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sleep &amp; work", "Sleep & Work"),
        ("Sleep and work", "sleep & work"),
        ("Mu?oz syndrome", "Muoz syndrome"),
        ("The α and β waves", "The alpha and beta waves"),
        ("Crohn’s disease", "Crohns disease"),
        ("1,000 nurses", "1000 nurses"),
        ("H<sub>2</sub>O in homes", "H2O in homes"),
        ("Bj\u00f8rn, \u0141\u00f3d\u017a", "Bjorn, Lodz"),
        ("[Sleep of nurses]", "Sleep of nurses"),
        ("Sleep of nurses. [Norwegian]", "Sleep of nurses"),
        ("[Sleep of nurses]. Norwegian", "Sleep of nurses"),
        ("Sleep of nurses (author's transl)", "Sleep of nurses"),
        ("Sleep of nurses [corrected]", "Sleep of nurses"),
        ("Sleep of nurses.[Erratum appears in Sleep. 2011 May;3(4):9", "Sleep of nurses"),
        ("Sleep of nurses... [comment] [abstract]", "Sleep of nurses"),
    ],
)
def test_titles_that_mean_the_same_have_one_key(one, other):
    assert title_keys(one).whole == title_keys(other).whole


def test_a_title_in_two_languages_has_two_keys():
    keys = title_keys("Working in the crowd today = Arbeiten heute in der Crowd")
    assert keys.whole == "working in the crowd today"
    assert keys.other == "arbeiten heute in der crowd"
    assert title_keys("Work", "Arbeit").other == "arbeit"
    assert title_keys("Work", "work").other == ""
    assert title_keys(None).whole == ""


def test_a_title_that_is_only_a_note_is_kept():
    assert title_keys("[Abstract]").whole == "abstract"


def test_a_greek_title_is_not_spelt_out():
    assert "alpha" not in folded("Υγεία και εργασία")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert words(" ".join(words(text))) == words(text)


@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_be_reduced(text):
    title_keys(text)
    kinds(text)
    name_keys([text])
    journal_key(text)
    volume_key(text, 2020)
    issue_key(text)
    page_keys(text)
    preprint(text)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Corrigendum: Sleep", "erratum"),
        ("Author correction: Sleep of nurses", "erratum"),
        ("Sleep of nurses: erratum", "erratum"),
        ("Retracted: Sleep of nurses", "retraction"),
        ("In reply", "reply"),
        ("Sleep of nurses - Reply to Berg", "reply"),
        ("Comment on 'Sleep of nurses'", "comment"),
        ("Sleep of nurses: a commentary", "comment"),
        ("Sleep of nurses: study protocol for a trial", "protocol"),
        ("Sleep of nurses: a review protocol", "protocol"),
        ("Guest editorial: Sleep", "editorial"),
        ("Book review: Sleep", "book review"),
        ("Sleep of nurses [abstract]", "abstract"),
        ("Sleep of nurses", "article"),
        ("Response to exercise of nurses", "reply"),
        ("Correction of posture", "erratum"),
        ("Commentaries in newspapers", "article"),
        ("Protocols of care for nurses", "article"),
        ("Letter writing at home", "article"),
    ],
)
def test_a_title_tells_its_kind(title, kind):
    assert kind_names(kinds(title)) == kind


def test_kinds_are_told_together():
    assert kind_names(3) == f"{KINDS[0]} and {KINDS[1]}"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dtsch Med Wochenschr", "Deutsche medizinische Wochenschrift", True),
        ("Zhongguo zhenjiu", "Zhongguo zhen jiu [Chinese acupuncture & moxibustion]", True),
        ("JPEN", "JPEN. Journal of parenteral and enteral nutrition", True),
        ("BMJ (Clinical research ed.)", "BMJ", True),
        ("ICWS : worlds of work", "International Conference on Work Systems", True),
        ("PLoS One [Electronic Resource]", "PLoS ONE", True),
        ("Cancer", "Cancers", False),
        ("Diabetes", "Diabetologia", False),
        ("Nature", "Nature Medicine", False),
        ("Journal of Physiology", "Journal of Pathology", False),
    ],
)
def test_journals_are_known_by_their_abbreviations(one, other, same):
    keys = journal_key(one), journal_key(other)
    assert same_journal(*keys) is same
    assert same_journal(*keys[::-1]) is same


def test_a_shorter_name_may_stand_in_a_longer():
    assert abbreviates("am j physiol", "american journal physiology heart")
    assert not abbreviates("sleep", "annals ergonomics")


def test_nobody_is_no_author():
    keys = name_keys(["[Anonymous]", "", "et al."])
    assert (keys.first, keys.count, keys.groups_only) == ("", 0, False)
    assert name_keys(["Li, X."]).first == "li"
    assert name_keys(["Smith J. A."]).first == "smith"


@pytest.mark.parametrize(
    ("pages", "keys"),
    [
        ("S23-9", ("s23", "s29")),
        ("e1-e9", ("e1", "e9")),
        ("e1-9", ("e1", "e9")),
        ("0012-0019", ("12", "19")),
        ("88-88", ("88", "")),
        ("Article 105752", ("105752", "")),
        ("iii-xii", ("", "")),
        ("P63 [tp 104]", ("p63", "")),
        ("2243-5; author reply 2243-5", ("2243", "2245")),
        ("99-5", ("99", "95")),
        ("12-Dec", ("12", "")),
    ],
)
def test_pages_are_read_however_they_are_written(pages, keys):
    assert page_keys(pages) == keys


def test_volumes_and_issues():
    assert volume_key("Vol. 012") == "12"
    assert volume_key("2015-April", 2016) == ""
    assert volume_key("30A") == "30a"
    assert volume_key("civil") == ""
    assert issue_key("Sep") == "9"
    assert issue_key("winter") == ""
    assert issue_key("S2") == "s2"
    assert issue_key(None, "30A") == ""
    assert supplement_page("123a")
    assert not supplement_page("a4912")


def test_parts_and_numbers():
    assert parts("sleep part 2 of 3 phase iii") == ("part 2", "phase 3")
    assert numbers("sleep v") == ("5",)
    assert generic("reviewers 2019")
    assert not generic("sleep", "")
