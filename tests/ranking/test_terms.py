"""Words, pairs and trigrams, and what they weigh."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.ranking.terms import CountedTexts, counted, key_of, words_of
from pipeline.ranking.vocabulary import LETTERS, counted_again, learned

TEXTS = st.lists(st.text("ab cdø<&.1", max_size=60), min_size=2, max_size=12)


def scikit_learn(texts: list[str], **how: object) -> np.ndarray:
    vectorizer = TfidfVectorizer(sublinear_tf=True, max_df=0.95, **how)
    return vectorizer.fit_transform([" ".join(words_of(text)) for text in texts]).toarray()


@given(texts=TEXTS)
def test_products_of_texts_are_those_of_scikit_learn(texts: list[str]):
    texts = [*texts, "aa bb cc", "dd cc aa"]
    vocabulary, rows = learned(texts)
    words = scikit_learn(texts, ngram_range=(1, 2), token_pattern=r"\w\w+")
    letters = scikit_learn(texts, analyzer="char_wb", ngram_range=(3, 3))
    theirs = (1 - LETTERS) * words @ words.T + LETTERS * letters @ letters.T
    ours = (rows @ rows.T).toarray()
    np.fill_diagonal(ours, 0)  # what no other text has is left out of a row
    np.fill_diagonal(theirs, 0)
    assert np.allclose(ours, theirs, atol=1e-12)
    assert rows.shape[1] == vocabulary.width


@given(texts=TEXTS, chosen=st.data())
def test_a_text_has_the_same_bits_in_whatever_company(texts: list[str], chosen: st.DataObject):
    vocabulary, rows = learned(texts)
    some = chosen.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1))
    [(_, again)] = counted_again([texts[place] for place in some], vocabulary)
    assert (again.toarray() == rows.toarray()[some]).all()


def test_words_never_seen_count_in_the_length_and_in_nothing_else():
    vocabulary, _ = learned(["home office", "home office", "farm work", "farm work"])
    [(_, again)] = counted_again(["home office", "home office zzz", "qqq"], vocabulary)
    lengths = np.sqrt(again.power(2).sum(axis=1))
    assert lengths[0] == pytest.approx(1)
    assert 0 < lengths[1] < 1
    assert lengths[2] == 0


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", ""], ["one two"], ["a b c", "d e f"]],
    ids=["none", "empty", "two empty", "one", "single letters only"],
)
def test_texts_that_share_no_word_make_empty_rows(texts: list[str]):
    vocabulary, rows = learned(texts)
    assert rows.shape == (len(texts), vocabulary.width)
    assert rows.nnz == 0 or texts == ["one two"]


def counted_once(texts: list[str]) -> CountedTexts:
    [chunk] = counted(texts, trigrams=True)
    return chunk


def test_a_pair_does_not_reach_into_the_next_text():
    chunk = counted_once(["home office", "", "work home", "office"])
    terms = ["home", "office", "work", "home office", "work home"]
    assert chunk.phrases.keys.tolist() == sorted(map(key_of, terms))


@given(words=st.lists(st.text("abæ中𐍈", min_size=2, max_size=8), max_size=6, unique=True))
def test_spelling_a_word_gives_its_trigrams(words: list[str]):
    chunk = counted_once([" ".join(words)])
    assert list(chunk.words) == sorted(words)
    for place, word in enumerate(chunk.words):
        padded = f" {word} "
        expected = Counter(key_of(padded[at : at + 3]) for at in range(len(word)))
        row = chunk.spelled.rows[[place]].toarray()[0]
        assert {key: n for key, n in zip(chunk.spelled.keys, row, strict=True) if n} == expected


def test_markup_and_entities_are_no_words():
    assert words_of("<jats:p>5 &lt; 10 &amp; so <b>on</b></jats:p>") == ["10", "so", "on"]


def test_how_many_texts_are_counted_at_a_time_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    texts = [f"home office {number % 3} and work number {number % 7}" for number in range(20)]
    vocabulary, rows = learned(texts)
    monkeypatch.setattr("pipeline.ranking.terms.CHUNK", 3)
    again, same = learned(texts)
    assert (again.phrases.keys == vocabulary.phrases.keys).all()
    assert (again.trigrams.idf == vocabulary.trigrams.idf).all()
    assert (same.toarray() == rows.toarray()).all()


def test_a_large_pool_goes_without_trigrams(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.ranking.vocabulary.LETTERS_UP_TO", 2)
    vocabulary, rows = learned(["home office", "home office", "farm work", "farm work"])
    assert not len(vocabulary.trigrams.keys)
    assert np.sqrt(rows.power(2).sum(axis=1)) == pytest.approx([1, 1, 1, 1])
