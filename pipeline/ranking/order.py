"""Ranks the records to be read, with the reasons for each rank."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice, repeat

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from pipeline.ranking.citations import (
    UNKNOWN,
    CitingRecord,
    WorkVocabulary,
    learn_works,
    telling,
)
from pipeline.ranking.content_words import as_written, content_terms
from pipeline.ranking.labels import Label
from pipeline.ranking.model import Model
from pipeline.ranking.settings import CITED, DEFAULT, Settings
from pipeline.ranking.svm import Machine, calibrate
from pipeline.ranking.terms import CountedTexts, key_of, phrases_of, text_of, words_of
from pipeline.ranking.vocabulary import (
    TermVocabulary,
    counted_again,
    counted_first,
    drawn,
    learn,
    weigh,
)
from pipeline.records import Record, RecordId

TOLD = 5_000
"""Number of first records whose words are shown: more than anyone has to read."""

SHORT = 20
"""Fewest words in titles, abstract and keywords together for a record not to count as short."""

FOREIGN = 0.05
"""Share of a text's words, 0 to 1, among the common words of all texts below which the text counts
as being in another language. In English texts these make 25 to 45 per cent of the words."""

LONG_ENOUGH = 8
"""Fewest words from which a language is judged."""

SHOWN = 5
"""How many terms that raised a record's score, and how many that lowered it, are shown."""

Vector = NDArray[np.float64]


class Flag(StrEnum):
    """Why the words of a record may mislead."""

    NO_ABSTRACT = "no abstract"
    SHORT = "very short"
    LANGUAGE = "other language"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankWord:
    """A term of a record, a word or a pair of words, and what it added to the record's score."""

    term: str
    added: float


Words = tuple[tuple[RankWord, ...], tuple[RankWord, ...]]
"""The terms that raised a record's score, and those that lowered it, the strongest first."""

Flags = list[tuple[Flag, ...]]

Cited = Mapping[RecordId, CitingRecord]
"""The works that records cite; records that are missing here cite nothing known."""

NOTHING_CITED: Cited = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A record's place. `position` is 1 for the record to be read first.

    `lifted` and `lowered` are the terms that changed the score most, the strongest first.
    `raised` says that a flagged record was placed in the middle instead of where its score puts it.
    """

    record: RecordId
    position: int
    score: float
    probability: float | None
    lifted: tuple[RankWord, ...]
    lowered: tuple[RankWord, ...]
    flags: tuple[Flag, ...]
    raised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Records in the order to be read, and the model that reproduces it."""

    ranked: tuple[Ranked, ...]
    model: Model

    def expected(self) -> float | None:
        """How many of these records are expected to be included; None without probabilities."""
        found = [one.probability for one in self.ranked if one.probability is not None]
        return sum(found) if len(found) == len(self.ranked) else None


def rank(
    records: Sequence[Record],
    labelled: Sequence[tuple[Record, Label]],
    *,
    query: str = "",
    settings: Settings = DEFAULT,
    cited: Cited = NOTHING_CITED,
) -> Ranking:
    """Rank records by the decisions on others and, until five includes are known, by a question.

    Citations are used if the includes cite each other; `cited` has them by record.

    The order in which records and decisions are given does not matter. Without decisions and
    question all scores are 0, and the order is that of the ids. The first TOLD records come with
    their words; for any other use `rank_again` on that record alone.
    """
    known = sorted(labelled, key=lambda one: one[0].id)
    unread = sorted(records, key=lambda one: one.id)
    pool = [*(one for one, _ in known), Record(title=query), *unread]
    first = len(known) + 1
    places = drawn(len(pool), first)
    chunks = counted_first((text_of(pool[place]) for place in places), len(places))
    vocabulary = learn(chunks, len(places))
    rows = weigh(chunks, vocabulary)
    works = _works([pool[place] for place in places], known, cited)
    if works:
        rows = works.beside(rows, [cited.get(pool[place].id, UNKNOWN) for place in places])
    # One thread: the order of sums, and so their last bit, must not depend on the number of cores.
    with threadpool_limits(limits=1):
        model = _fitted(rows, [one for _, one in known], (vocabulary, works), settings)
    if len(places) < len(pool):
        return Ranking(ranked=rank_again(model, unread, cited=cited), model=model)
    flags = flags_of(pool, chunks, vocabulary.common)[first:]
    ranked = _ranked(model, unread, (model.scores(rows)[first:], flags), cited)
    return Ranking(ranked=ranked, model=model)


def rank_again(
    model: Model, records: Sequence[Record], *, cited: Cited = NOTHING_CITED
) -> tuple[Ranked, ...]:
    """The order that a model produces: bit for bit the same as when the model was made."""
    records = sorted(records, key=lambda one: one.id)
    return _ranked(model, records, _scored(model, records, cited), cited)


def _works(
    pool: Sequence[Record], known: Sequence[tuple[Record, Label]], cited: Cited
) -> WorkVocabulary | None:
    """The weighted citations of the pool; None unless the known includes show that they help."""
    includes = [cited.get(one.id, UNKNOWN) for one, label in known if label.relevant]
    if not cited or not telling(includes):
        return None
    return learn_works([cited.get(one.id, UNKNOWN) for one in pool])


def _ranked(
    model: Model, records: Sequence[Record], scored: tuple[Vector, Flags], cited: Cited
) -> tuple[Ranked, ...]:
    """The records, which are sorted by id, in the order of their scores, with flags and words."""
    scores, flags = scored
    order, raised = _ordered(scores, np.array([bool(one) for one in flags], dtype=bool))
    probabilities = model.probabilities(scores)
    reasons = _reasons(model, [records[place] for place in order[:TOLD]], cited)
    return tuple(
        Ranked(
            record=records[place].id,
            position=position,
            score=float(scores[place]),
            probability=None if probabilities is None else float(probabilities[place]),
            lifted=lifted,
            lowered=lowered,
            flags=flags[place],
            raised=bool(raised[place]),
        )
        for position, (place, (lifted, lowered)) in enumerate(
            zip(order, chain(reasons, repeat(((), ()))), strict=False), start=1
        )
    )


def _scored(model: Model, records: Sequence[Record], cited: Cited) -> tuple[Vector, Flags]:
    """Scores and flags, a chunk of records at a time: the rows of a million take 4 GB."""
    scores: list[Vector] = [np.zeros(0)]
    flags: Flags = []
    for own, chunk, rows in _rows_again(model, records, cited):
        scores.append(model.scores(rows))
        flags += flags_of(own, [chunk], model.vocabulary.common)
    return np.concatenate(scores), flags


def _reasons(model: Model, records: Sequence[Record], cited: Cited) -> Iterator[Words]:
    """The terms that raised and lowered each record's score."""
    for own, chunk, rows in _rows_again(model, records, cited):
        reasons = _Reasons(model, chunk, rows)
        for place, record in enumerate(own):
            yield reasons.of(place, text_of(record))


def _rows_again(
    model: Model, records: Sequence[Record], cited: Cited
) -> Iterator[tuple[list[Record], CountedTexts, sparse.csr_array]]:
    """Records, a chunk at a time, with their counted texts and rows over a model's columns."""
    waiting = iter(records)
    for chunk, rows in counted_again(map(text_of, records), model.vocabulary):
        own = list(islice(waiting, len(chunk)))
        if model.works:
            rows = model.works.beside(rows, [cited.get(one.id, UNKNOWN) for one in own])
        yield own, chunk, rows


def _fitted(
    rows: sparse.csr_array,
    labels: Sequence[Label],
    columns: tuple[TermVocabulary, WorkVocabulary | None],
    settings: Settings,
) -> Model:
    """The model of labels on the first rows, and of a question in the row after them."""
    relevant = np.array([float(label.relevant) for label in labels])
    weights = np.array([label.weight for label in labels])
    machine = Machine(rows, settings)
    sigmoid = None
    known = list(range(len(labels)))
    if relevant.sum() < settings.question_until and np.diff(rows.indptr)[len(labels)]:
        known = [*known, len(labels)]
        relevant, weights = np.append(relevant, 1.0), np.append(weights, 1.0)
    if known:
        machine.fit(known, relevant, weights)
        sigmoid = calibrate(machine, relevant, weights)
    return Model(
        vocabulary=columns[0],
        works=columns[1],
        slopes=machine.slopes(),
        intercept=machine.intercept(),
        sigmoid=sigmoid,
        settings=settings,
    )


def _ordered(scores: Vector, flagged: NDArray[np.bool_]) -> tuple[list[int], NDArray[np.bool_]]:
    """Places by falling score, and which records were raised to the middle.

    A flagged record in the lower half is raised to the middle: if its words are few or foreign,
    missing terms are no evidence against it. Ties keep the order of the ids.
    """
    if not len(scores):
        return [], flagged
    middle = float(np.median(scores))
    raised = flagged & (scores < middle)
    keys = np.where(raised, middle, scores)
    return np.lexsort((-scores, -keys)).tolist(), raised


class _Reasons:
    """The contribution of each term of each text in a chunk to the score.

    The contribution of a trigram is divided among the words that it occurs in, so the words and
    pairs of a text together, with the intercept and the citations, add up to its score.
    """

    def __init__(self, model: Model, chunk: CountedTexts, rows: sparse.csr_array) -> None:
        self._model, self._chunk, self._rows = model, chunk, rows
        self._trigrams = chunk.trigrams.rows
        # A term has one column in the rows and another in the counts of this chunk.
        self._spelled_at = np.searchsorted(chunk.spelled.keys, model.vocabulary.trigrams.keys)

    def of(self, place: int, text: str) -> Words:
        """The content terms that changed the score of a text most, as the text writes them."""
        told = content_terms(self.added(place, phrases_of(words_of(text))))
        if by_works := self._by_works(place):
            told[CITED] = by_works
        order = sorted(told.items(), key=lambda item: (-item[1], item[0]))
        lifted = [(term, value) for term, value in order[:SHOWN] if value > 0]
        lowered = [(term, value) for term, value in order[: -SHOWN - 1 : -1] if value < 0]
        written = as_written(text, [term for term, _ in lifted + lowered])
        return (
            tuple(RankWord(term=written[term], added=value) for term, value in lifted),
            tuple(RankWord(term=written[term], added=value) for term, value in lowered),
        )

    def added(self, place: int, phrases: Sequence[str]) -> dict[str, float]:
        """The contribution of each word and pair of the text at a place to its score."""
        keys = self._model.vocabulary.phrases.keys
        columns, values = _row(self._rows, place)
        added = values * self._model.slopes[columns]
        words = columns < self._model.vocabulary.width
        columns, added = columns[words], added[words]
        own = columns < len(keys)
        by_key = dict(zip(keys[columns[own]].tolist(), added[own].tolist(), strict=True))
        found = {phrase: by_key.get(key_of(phrase)) for phrase in dict.fromkeys(phrases)}
        told = {phrase: value for phrase, value in found.items() if value is not None}
        for word, value in self._shared(place, columns[~own] - len(keys), added[~own]):
            told[word] = told.get(word, 0.0) + value
        return told

    def _by_works(self, place: int) -> float:
        """The contribution of the cited works to the score of the record at a place."""
        columns, values = _row(self._rows, place)
        works = columns >= self._model.vocabulary.width
        return float(values[works] @ self._model.slopes[columns[works]])

    def _shared(
        self, place: int, columns: NDArray[np.int32], added: Vector
    ) -> Iterator[tuple[str, float]]:
        """The contribution of the trigrams to the score of the text at a place, by word."""
        each = np.zeros(len(self._chunk.spelled.keys))
        each[self._spelled_at[columns]] = added
        trigrams, times = _row(self._trigrams, place)
        each[trigrams] /= times
        numbers, times = _row(self._chunk.by_word, place)
        shares = (self._chunk.spelled.rows[numbers] @ each) * times
        return zip((self._chunk.words[number] for number in numbers), shares.tolist(), strict=True)


def _row(rows: sparse.csr_array, place: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Columns and values of one row."""
    span = slice(rows.indptr[place], rows.indptr[place + 1])
    return rows.indices[span], rows.data[span]


def flags_of(
    records: Sequence[Record], chunks: Sequence[CountedTexts], common: Sequence[str]
) -> Flags:
    """The flags of each record; the chunks are the texts of the same records, in the same order.

    `common` are the commonest words of all texts.
    """
    lengths = np.concatenate([chunk.by_word.sum(axis=1) for chunk in chunks])
    native = np.concatenate([chunk.times(common) for chunk in chunks])
    return [
        tuple(_flags(record, int(length), times / max(length, 1)))
        for record, length, times in zip(records, lengths, native, strict=True)
    ]


def _flags(record: Record, length: int, native: float) -> list[Flag]:
    """The flags of a record, from its number of words and the share of common words among them."""
    flags = [] if record.abstract else [Flag.NO_ABSTRACT]
    if length < SHORT:
        flags.append(Flag.SHORT)
    if length >= LONG_ENOUGH and native < FOREIGN:
        flags.append(Flag.LANGUAGE)
    return flags
