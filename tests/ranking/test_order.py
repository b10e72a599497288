"""Ranking: an order with its reasons that can be repeated."""

import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ranking.labels import Label
from pipeline.ranking.model import Model
from pipeline.ranking.order import Flag, rank, rank_again
from pipeline.ranking.settings import Settings
from pipeline.ranking.terms import key_of
from pipeline.ranking.vocabulary import drawn
from pipeline.records import Record, RecordId

HOME = "telework from the home and the health of the employees in a survey of the workers"
FARM = "milk yield of the cows and the feed of the herd in a trial at the farm of the county"
TOPICS = ["stress", "sleep", "pain", "pay", "noise", "light", "desk", "child", "care", "trust"]


def record(name: str, title: str, abstract: str | None = None) -> Record:
    return Record(id=RecordId(name), title=title, abstract=abstract)


DECIDED = [
    (record(f"{side}{number}", f"{topic} {text}", f"{text} {topic}"), Label(relevant=side == "h"))
    for number, topic in enumerate(TOPICS)
    for side, text in (("h", HOME), ("f", FARM))
]
UNREAD = [
    record("x1", f"stress {HOME}", f"{HOME} and sleep"),
    record("x2", f"noise {FARM}", f"{FARM} and light"),
    record("x3", "telework of the employees"),
    record("x4", "milk of the cows"),
    record("x5", f"pay {FARM}", f"{FARM} and pain"),
    record(
        "x6", "arbeid hjemmefra", "ansatte svarte på et skjema om helse uten plager av noe slag"
    ),
]


def test_what_resembles_the_includes_comes_first_and_says_by_which_words():
    ranking = rank(UNREAD, DECIDED)
    first, last = ranking.ranked[0], ranking.ranked[-1]
    assert first.record == "x1"
    assert last.record in ("x2", "x5")
    assert [one.position for one in ranking.ranked] == [1, 2, 3, 4, 5, 6]
    assert {"telework", "employees", "health"} & {word.term for word in first.lifted}
    assert {"milk", "cows", "farm", "herd", "yield"} & {word.term for word in last.lowered}
    assert first.probability > 0.5 > last.probability
    assert ranking.expected() == pytest.approx(sum(one.probability for one in ranking.ranked))


def test_the_words_of_a_record_make_up_its_score(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.ranking.order.SHOWN", 1000)
    monkeypatch.setattr("pipeline.ranking.order.content_terms", dict)  # those without content too
    ranking = rank(UNREAD, DECIDED)
    for one in ranking.ranked:
        added = sum(word.added for word in (*one.lifted, *one.lowered))
        assert added + ranking.model.intercept == pytest.approx(one.score)


def test_the_words_told_are_of_content_and_written_as_the_record_writes_them():
    shared = "We aimed to examine the results of the methods in 2020."
    kept = [
        Record(
            id=RecordId(f"k{nth}"), title="Sick-leave and COVID-19", abstract=f"{shared} Tele-WORK."
        )
        for nth in range(4)
    ]
    out = [
        Record(id=RecordId(f"o{nth}"), title="Rats and maze", abstract=f"{shared} Rodents.")
        for nth in range(4)
    ]
    decided = [(one, Label(relevant=one in kept)) for one in kept[1:] + out[1:]]
    told = {one.record: one for one in rank([kept[0], out[0]], decided).ranked}
    lifted = {word.term for word in told[RecordId("k0")].lifted}
    assert lifted <= {"Sick-leave", "Sick", "leave", "COVID", "leave and COVID", "Tele-WORK"} | {
        *("Tele", "WORK", "leave COVID")
    }
    assert "Rats" in {word.term for word in told[RecordId("o0")].lowered}


def test_a_record_of_few_or_foreign_words_is_flagged_and_not_at_the_bottom():
    ranked = {one.record: one for one in rank(UNREAD, DECIDED).ranked}
    assert ranked[RecordId("x4")].flags == (Flag.NO_ABSTRACT, Flag.SHORT)
    assert Flag.LANGUAGE in ranked[RecordId("x6")].flags
    assert ranked[RecordId("x1")].flags == ()
    assert ranked[RecordId("x4")].raised
    assert not ranked[RecordId("x3")].raised
    assert max(ranked[RecordId(one)].position for one in ("x3", "x4", "x6")) <= 4


def test_neither_the_order_of_records_nor_that_of_decisions_changes_a_bit():
    one, other = rank(UNREAD, DECIDED), rank(UNREAD[::-1], DECIDED[::-1])
    assert one.ranked == other.ranked
    assert one.model.to_bytes() == other.model.to_bytes()


def test_a_stored_model_repeats_its_ranking_bit_for_bit():
    ranking = rank(UNREAD, DECIDED, settings=Settings(cost=0.3))
    again = Model.from_bytes(ranking.model.to_bytes())
    assert rank_again(again, UNREAD) == ranking.ranked
    assert again.digest() == ranking.model.digest()
    assert again.settings == Settings(cost=0.3)


def test_a_model_of_another_layout_is_not_read():
    stored = json.loads(zlib.decompress(rank(UNREAD, DECIDED).model.to_bytes()))
    with pytest.raises(ValueError, match="format 99"):
        Model.from_bytes(zlib.compress(json.dumps({**stored, "format": 99}).encode()))


def test_without_decisions_the_question_ranks():
    ranking = rank(UNREAD, [], query="milk yield of cows")
    assert ranking.ranked[0].record == "x4"
    order = [one.record for one in ranking.ranked]
    assert order.index(RecordId("x5")) < order.index(RecordId("x1"))
    assert ranking.ranked[0].probability is None
    assert ranking.expected() is None


def test_with_five_includes_the_question_is_silent():
    asked = rank(UNREAD, DECIDED, query="milk yield of cows")
    for one in asked.ranked:
        assert one.record != "x1" or one.position == 1


def test_without_anything_the_order_is_that_of_the_ids():
    ranking = rank(UNREAD[::-1], [])
    assert {one.score for one in ranking.ranked} == {0.0}
    assert [one.record for one in ranking.ranked] == sorted(one.id for one in UNREAD)
    assert Model.from_bytes(ranking.model.to_bytes()).sigmoid is None


def test_nothing_to_rank_gives_an_empty_ranking():
    ranking = rank([], DECIDED)
    assert ranking.ranked == ()
    assert ranking.expected() == 0


def test_a_heavier_decision_pulls_more():
    words = UNREAD[2]
    light = rank([words, UNREAD[3]], DECIDED)
    heavy = [(one, replace(label, weight=5.0 if label.relevant else 1.0)) for one, label in DECIDED]
    assert light.model.digest() != rank([words, UNREAD[3]], heavy).model.digest()


@given(
    titles=st.lists(st.text(max_size=30), min_size=1, max_size=12),
    labels=st.lists(st.booleans(), min_size=1, max_size=12),
)
def test_any_texts_at_all_are_ranked_and_none_is_lost(titles: list[str], labels: list[bool]):
    records = [record(f"r{place}", title) for place, title in enumerate(titles)]
    decided = [(one, Label(relevant=label)) for one, label in zip(records, labels, strict=False)]
    ranked = rank(records, decided, query="work").ranked
    assert sorted(one.record for one in ranked) == sorted(one.id for one in records)
    assert all(one.score == one.score for one in ranked)


def test_only_the_first_records_tell_their_words_and_the_others_when_asked_alone(
    monkeypatch: pytest.MonkeyPatch,
):
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.ranking.order.TOLD", 1)
        ranking = rank(UNREAD, DECIDED)
    assert ranking.ranked[0].lifted
    assert not any(one.lifted or one.lowered for one in ranking.ranked[1:])
    second = next(one for one in UNREAD if one.id == ranking.ranked[1].record)
    alone = rank_again(ranking.model, [second])[0]
    assert alone.lifted == rank(UNREAD, DECIDED).ranked[1].lifted
    assert alone.flags == ranking.ranked[1].flags


def test_many_decisions_rank_as_few_do_and_twice_the_same(monkeypatch: pytest.MonkeyPatch):
    few = rank(UNREAD, DECIDED)
    monkeypatch.setattr("pipeline.ranking.svm.MANY", 5)
    many = rank(UNREAD, DECIDED)
    assert [one.record for one in many.ranked] == [one.record for one in few.ranked]
    assert many.model.sigmoid == pytest.approx(few.model.sigmoid, rel=0.01)
    assert [one.score for one in many.ranked] == pytest.approx([one.score for one in few.ranked])
    assert many.model.digest() == rank(UNREAD, DECIDED).model.digest()


def test_a_pool_that_is_scored_in_parts_is_ranked_as_one(monkeypatch: pytest.MonkeyPatch):
    whole = rank(UNREAD, DECIDED).ranked
    monkeypatch.setattr("pipeline.ranking.terms.CHUNK", 2)
    assert rank_again(rank(UNREAD, DECIDED).model, UNREAD) == whole


def test_a_large_pool_teaches_its_words_by_lot_and_the_decisions_all_of_theirs(
    monkeypatch: pytest.MonkeyPatch,
):
    pool = [record(f"p{number:03d}", f"{TOPICS[number % 10]} {FARM}") for number in range(200)]
    pool[50] = record("p050", f"{HOME} and stress")
    monkeypatch.setattr("pipeline.ranking.vocabulary.LEARNED_FROM", 10)
    ranking = rank(pool, DECIDED)
    assert ranking.ranked[0].record == "p050"
    assert len(ranking.ranked) == len(pool)
    assert {key_of("telework"), key_of("milk")} <= set(ranking.model.vocabulary.phrases.keys)
    places = drawn(200, 21)
    assert places[:21] == list(range(21))
    assert len(set(places)) == len(places) == 42


def test_words_are_told_without_trigrams_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.ranking.vocabulary.LETTERS_UP_TO", 3)
    monkeypatch.setattr("pipeline.ranking.order.SHOWN", 1000)
    monkeypatch.setattr("pipeline.ranking.order.content_terms", dict)
    ranking = rank(UNREAD, DECIDED)
    assert not len(ranking.model.vocabulary.trigrams.keys)
    for one in ranking.ranked:
        added = sum(word.added for word in (*one.lifted, *one.lowered))
        assert added + ranking.model.intercept == pytest.approx(one.score)
