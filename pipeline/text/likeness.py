"""Suggests what an unknown word was meant to be; all "did you mean" questions come from here."""

from collections.abc import Iterable

MOST = 3
"""Most words that are suggested."""

ALIKE = 60.0
"""Least share of letters in the same order, in percent, at which a known word is suggested."""

VERY_ALIKE = 80.0
"""The same at which a word is suggested before one with the same beginning."""

LEAST_BEGUN = 4
"""Fewest letters at the beginning of two words that make one a suggestion for the other."""

PART_ALIKE = 70.0
"""The same for a single word of a name, which is short."""

SHOWN = 20
"""Most known words that are listed if none of them is similar."""


def meant(word: str, known: Iterable[str]) -> list[str]:
    """The known words that may have been meant, likeliest first, ignoring case.

    >>> meant("stauts", ["status", "trace"]), meant("ELIG", ["screening", "eligibility"])
    (['status'], ['eligibility'])
    >>> meant("decisions", ["citations", "decide"])[0], meant("inclduer", ["incl", "includer"])[0]
    ('decide', 'includer')
    >>> [meant(one, ["Kari Nordmann", "Åse Berg"]) for one in ("kri", "kai", "x")]
    [['Kari Nordmann'], ['Kari Nordmann'], []]
    """
    words = {one.casefold(): one for one in known}
    asked = word.strip().casefold()
    if not asked:
        return []
    begun = [one for one in words if one.startswith(asked) and len(asked) > 1]
    begun += alike(asked, words, at_least=VERY_ALIKE)
    begun += [one for one in words if _begins_alike(asked, one)]
    found = [words[one] for one in dict.fromkeys([*begun, *alike(asked, words)])]
    return (found or _with_part_alike(asked, words.values()))[:MOST]


def _begins_alike(asked: str, word: str) -> bool:
    """Whether the words share at least four letters at their start, and most letters of `word`."""
    return len(word) >= LEAST_BEGUN and asked.startswith(
        word[: max(LEAST_BEGUN, -(-len(word) * 2 // 3))]
    )


def _with_part_alike(asked: str, names: Iterable[str]) -> list[str]:
    """The names with a word, or all words in another order, like those asked for."""
    every = list(names)
    parts = {" ".join(sorted(_plain_words(one))): one for one in every}
    parts |= {part: one for one in reversed(every) for part in _plain_words(one)}
    near = alike(" ".join(sorted(_plain_words(asked))), parts, at_least=PART_ALIKE)
    return list(dict.fromkeys(parts[one] for one in near))


def alike(word: str, known: Iterable[str], *, at_least: float = ALIKE) -> list[str]:
    """The known words that are at least this similar, in percent, the most similar first.

    >>> alike("Ana Berg", ["Kari Moe", "Anna Berg"]), alike("lists", ["decisions"], at_least=85)
    (['Anna Berg'], [])
    """
    words = list(known)
    if not words:
        return []
    from rapidfuzz import fuzz, process  # imported only for words that may be wrong

    found = process.extract(word, words, scorer=fuzz.ratio, limit=MOST, score_cutoff=at_least)
    return [one for one, *_ in found]


def guess(word: str, known: Iterable[str]) -> str:
    """The end of a message that already lists the known words; "" if none is similar.

    >>> print("no such search" + guess("medlin", ["medline", "wos"]))
    no such search; did you mean 'medline'?
    >>> guess("x", ["medline", "wos"])
    ''
    """
    near = meant(word, known)
    return f"; did you mean {near[0]!r}?" if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What to try instead of an unknown word.

    >>> print(did_you_mean("medlin", ["medline", "wos"]))
    did you mean 'medline'?
    >>> print(did_you_mean("x", ["medline", "wos"]))
    expected one of medline, wos
    """
    words = list(known)
    if question := guess(word, words):
        return question.removeprefix("; ")
    if not words:
        return "none is known yet"
    more = f" and {len(words) - SHOWN:,} more" if len(words) > SHOWN else ""
    return f"expected {'one of ' * (len(words) > 1)}{', '.join(words[:SHOWN])}{more}"


def matching_names(said: str, names: Iterable[str]) -> list[str]:
    """The names that somebody may mean: the whole name, or else any part of it, ignoring case.

    If no name has this part, accents, punctuation and the order of the words are ignored too.

    >>> people = ["Kari Nordmann", "Ola Nordmann", "Åse O'Hara"]
    >>> matching_names("kari", people), matching_names("a NORD", people[1:])
    (['Kari Nordmann'], ['Ola Nordmann'])
    >>> matching_names("Nordmann, Ola", people), matching_names("ase ohara", people)
    (['Ola Nordmann'], ["Åse O'Hara"])
    """
    every, asked = list(names), " ".join(said.split()).casefold()
    if said in every:
        return [said]
    whole = [one for one in every if one.casefold() == asked]
    if near := whole or [one for one in every if asked and asked in one.casefold()]:
        return near
    from pipeline.text.letters import folded  # takes time to import, and most names are found above

    plain = folded if asked.isascii() else str.casefold
    near = [one for one in every if asked and asked in plain(one)]
    return near or [one for one in every if _begin_words_of(one, said)]


def _begin_words_of(name: str, said: str) -> bool:
    """Whether each word said begins a word of the name, without accents and punctuation."""
    known, parts = _plain_words(name), _plain_words(said)
    return bool(parts) and all(any(word.startswith(part) for word in known) for part in parts)


def _plain_words(text: str) -> list[str]:
    from pipeline.text.letters import words  # as above

    return words(text)
