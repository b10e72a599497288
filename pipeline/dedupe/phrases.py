"""Reasons in words: which fields agree and how far, and which forbid."""

from dataclasses import dataclass

from pipeline.dedupe.compare import AGREE, CONFLICT, WHOLLY, Agreements
from pipeline.dedupe.evidence import NAMES_AGREE, TITLE_AGREES
from pipeline.dedupe.prepare import Columns
from pipeline.dedupe.substitutions import substituted
from pipeline.dedupe.vetoes import VETOES
from pipeline.text.kinds import kind_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One pair: the rows of its records, and its row in the agreements."""

    columns: Columns
    found: Agreements
    one: int
    other: int
    row: int

    def both(self, column: str) -> tuple[str, str]:
        """What the records hold in a column of words, in order of the alphabet."""
        values = getattr(self.columns, column)
        first, second = sorted((str(values[self.one]), str(values[self.other])))
        return first, second


def because(seen: Seen) -> str:
    """What agrees between two records: title, authors and year; then place; then identifiers."""
    whole = [_title(seen), _names(seen), _year(seen)]
    place = [_named("journal", seen), _named("volume", seen), _named("issue", seen), _pages(seen)]
    numbers = [_identifier("DOI", seen), _identifier("PMID", seen)]
    told = (", ".join(filter(None, part)) for part in (whole, place, numbers))
    return "; ".join(filter(None, told))


def against(seen: Seen, vetoes: int) -> str:
    """The vetoes by name, with what differs; then the fields that differ without a veto.

    A veto that is named here can be looked up in docs/duplicates.md.
    """
    names = [name for bit, name in enumerate(VETOES) if vetoes >> bit & 1]
    told = [f"{name}{_difference(seen, name)}" for name in names]
    return "; ".join(told or _differences(seen))


def _differences(seen: Seen) -> list[str]:
    """What differs and is no veto by itself."""
    told = [_title(seen), _names(seen), _named("journal", seen), _named("volume", seen)]
    told += [_named("issue", seen), _year(seen)]
    return [one for one in told if any(word in one for word in ("differ", "apart", "holds"))]


def _title(seen: Seen) -> str:
    score = int(seen.found.title[seen.row])
    if score < 100 and seen.found.contained[seen.row]:
        return f"one title holds the other ({score})"
    return f"titles {'agree' if score >= TITLE_AGREES else 'differ'} ({score})"


def _names(seen: Seen) -> str:
    score = int(seen.found.names[seen.row])
    if score < 0:
        return "authors not given by both"
    if score < NAMES_AGREE:
        return f"authors differ ({score})"
    first = "first " if len(set(seen.both("first"))) == 1 else ""
    return f"{first}authors agree ({score})"


def _year(seen: Seen) -> str:
    apart = int(seen.found.years[seen.row])
    if apart > 0:
        return f"{apart} year{'s' * (apart > 1)} apart"
    return "same year" if apart == 0 else ""


def _named(field: str, seen: Seen) -> str:
    sign = int(getattr(seen.found, field)[seen.row])
    if sign == CONFLICT:
        return f"{field}s differ"
    if field == "journal":
        return {AGREE: "journals alike", WHOLLY: "same journal"}.get(sign, "")
    return f"same {field} {seen.both(field)[0]}" if sign == AGREE else ""


def _pages(seen: Seen) -> str:
    if "" in seen.both("page"):
        return ""
    first, second = sorted((_range(seen.columns, seen.one), _range(seen.columns, seen.other)))
    return f"same pages {first}" if first == second else f"pages {first} and {second}"


def _range(columns: Columns, row: int) -> str:
    last = columns.last_page[row]
    return f"{columns.page[row]}-{last}" if last else str(columns.page[row])


def _identifier(name: str, seen: Seen) -> str:
    field = name.lower()
    agree = int(getattr(seen.found, field)[seen.row]) == AGREE
    return f"same {name} {seen.both(field)[0]}" if agree else ""


def _difference(seen: Seen, veto: str) -> str:
    """What a veto saw, in brackets."""
    if veto in _FIELDS:
        values = " and ".join(value or "none" for value in seen.both(_FIELDS[veto]))
    elif veto == "other-words":
        titles = seen.columns.title
        values = " and ".join(sorted(substituted(titles[seen.one], titles[seen.other])))
    elif veto == "other-kind":
        values = " and ".join(
            sorted(kind_names(int(seen.columns.kinds[row])) for row in (seen.one, seen.other))
        )
    elif veto == "other-year":
        values = " and ".join(sorted(str(seen.columns.year[row]) for row in (seen.one, seen.other)))
    elif veto == "other-pages":
        values = _pages(seen).removeprefix("pages ")
    else:
        return ""
    return f" ({values})"


_FIELDS = {
    "other-doi": "doi",
    "other-pmid": "pmid",
    "other-part": "parts",
    "other-numbers": "numbers",
    "other-place": "volume",
    "other-authors": "first",
    "generic-title": "title",
}
