"""Decide: which pairs are one report, which never can be, and which a person is asked about."""

from dataclasses import dataclass

import numpy as np

from pipeline.dedupe.compare import AGREE, CONFLICT, WHOLLY, Agreements, Flags
from pipeline.dedupe.doubts import DOUBTS
from pipeline.dedupe.evidence import NAMES_AGREE, TITLE_AGREES, PairEvidence, Policy
from pipeline.dedupe.prepare import Codes, Columns
from pipeline.dedupe.rules import RULES, sure
from pipeline.dedupe.substitutions import substituted
from pipeline.dedupe.vetoes import VETOES
from pipeline.text.documents import DOCUMENTS
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
        """The contents of the records in a column of words, in alphabetical order."""
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

    Vetoes named here are described in docs/duplicates.md.
    """
    names = [name for bit, name in enumerate(VETOES) if vetoes >> bit & 1]
    told = [f"{name}{_difference(seen, name)}" for name in names]
    return "; ".join(told or _differences(seen))


def _differences(seen: Seen) -> list[str]:
    """Differences that are no veto by themselves."""
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
    """The values that a veto is based on, in brackets."""
    if veto in _FIELDS:
        values = " and ".join(value or "none" for value in seen.both(_FIELDS[veto]))
    elif veto == "other-words":
        titles = seen.columns.title
        values = " and ".join(sorted(substituted(titles[seen.one], titles[seen.other])))
    elif veto == "other-kind":
        values = " and ".join(
            sorted(kind_names(int(seen.columns.kinds[row])) for row in (seen.one, seen.other))
        )
    elif veto == "other-document":
        codes = (int(seen.columns.document[row]) for row in (seen.one, seen.other))
        values = " and ".join(sorted(DOCUMENTS[code - 1] for code in codes))
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
    "other-registration": "trials",
}


NOTHING, ASK, SAME = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The results of the rules for pairs, one row per pair.

    `verdict` is NOTHING, ASK or SAME. `rule` is the index in `RULES` of the strongest matching
    rule, `doubt` the index in `DOUBTS`, or -1. `vetoes` are bits in the order of `VETOES`.
    """

    verdict: Codes
    rule: Codes
    doubt: Codes
    vetoes: Codes


def decide(
    columns: Columns, pairs: tuple[Codes, Codes], found: Agreements, policy: Policy
) -> Decisions:
    """SAME if a rule matches and no veto does; ASK if a doubt matches with only allowed vetoes."""
    seen = PairEvidence(columns=columns, one=pairs[0], other=pairs[1], found=found, policy=policy)
    rule = _strongest([holds(seen) for holds in RULES.values()])
    vetoes = vetoed(seen)
    vetoes[sure(seen)] = 0
    doubts = [holds(seen) & ((vetoes & ~bits(may)) == 0) for holds, may in DOUBTS.values()]
    doubt = _strongest(doubts)
    same = (rule >= 0) & (vetoes == 0)
    verdict = np.where(same, SAME, np.where(doubt >= 0, ASK, NOTHING))
    return Decisions(verdict=verdict, rule=rule, doubt=doubt, vetoes=vetoes)


def vetoed(seen: PairEvidence) -> Codes:
    """The vetoes of each pair, as bits in the order of `VETOES`."""
    found = np.zeros(len(seen.one), dtype=np.int64)
    for bit, forbids in enumerate(VETOES.values()):
        found |= forbids(seen).astype(np.int64) << bit
    return found


def bits(names: frozenset[str]) -> int:
    """The bits of vetoes given by name.

    >>> bits(frozenset(["other-doi", "other-pmid"]))
    3
    """
    return sum(1 << bit for bit, name in enumerate(VETOES) if name in names)


def _strongest(flags: list[Flags]) -> Codes:
    """The index of the first of several flags that is true for each pair, or -1."""
    stacked = np.stack(flags)
    return np.where(stacked.any(axis=0), stacked.argmax(axis=0), -1)
