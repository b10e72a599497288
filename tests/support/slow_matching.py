"""A simple, slow matcher for the notation, independent of the fast one, to compare with.

A text is a list of words; a match is the set of word numbers from its first to its last word.
"""

from fnmatch import fnmatchcase
from itertools import product

from pipeline.strategy.tree import AllOf, AnyOf, Near, Phrase, Query, Without, Word

Match = tuple[int, int]


def takes(test: str, word: str) -> bool:
    """Whether a word test matches a word; every way to read each ? is tried in turn."""
    if "?" in test:
        head, tail = test.split("?", 1)
        return takes(head + "#" + tail, word) or takes(head + tail, word)
    test = test.replace("$", "*").replace("#", "\0")
    stem, star, most = test.partition("*")
    if star and most:
        return any(
            fnmatchcase(word, (stem + "\0" * extra).replace("\0", "?"))
            for extra in range(int(most) + 1)
        )
    return fnmatchcase(word, (stem + star).replace("\0", "?"))


def matches(query: Query, words: list[str]) -> set[Match] | None:  # noqa: C901 - a case a node
    """Every match of a query in the words of one field; None if there is none."""
    match query:
        case Word(test):
            found = {(place, place) for place, word in enumerate(words) if takes(test, word)}
            return found or None
        case Phrase(parts):
            size = len(parts)
            found = {
                (start, start + size - 1)
                for start in range(len(words) - size + 1)
                if all(takes(part.text, words[start + at]) for at, part in enumerate(parts))
            }
            return found or None
        case Near(left, right, gap, ordered):
            ones, others = matches(left, words) or set(), matches(right, words) or set()
            found = set()
            for one, other in product(ones, others):
                if one[1] < other[0] and other[0] - one[1] - 1 <= gap:
                    found.add((one[0], other[1]))
                if not ordered and other[1] < one[0] and one[0] - other[1] - 1 <= gap:
                    found.add((other[0], one[1]))
            return found or None
        case AnyOf(parts):
            each = [found for part in parts if (found := matches(part, words)) is not None]
            return set().union(*each) if each else None
        case AllOf(parts):
            all_of = [matches(part, words) for part in parts]
            if any(found is None for found in all_of):
                return None
            return set().union(*(found for found in all_of if found is not None))
        case Without(left, right):
            return None if matches(right, words) is not None else matches(left, words)
        case _:
            raise TypeError(query)
