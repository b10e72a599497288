"""A query translated into another notation, as a proposal, with what is lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from pipeline.strategy.form import Notation
from pipeline.strategy.notation import OVID
from pipeline.strategy.tree import (
    FIRST_YEAR,
    AllOf,
    AnyOf,
    DatabaseOnly,
    Heading,
    Limit,
    LineReference,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Without,
    Word,
    Years,
    nodes,
)
from pipeline.strategy.words import LONGEST_CHAIN
from pipeline.strategy.written import SIGN, tags_in, word_in, written

INSTEAD: dict[str, tuple[tuple[str, ...], ...]] = {
    "mp": (("ti", "ab", "kw"), ("ti", "ab", "hw"), ("ti", "ab", "kf")),
    "af": (("mp",), ("ti", "ab", "kw"), ("ti", "ab", "hw")),
    "tw": (("ti", "ab"),),
    "kf": (("kw",), ("hw",), ("mp",)),
    "kw": (("kf",), ("hw",), ("mp",)),
    "hw": (("kw",), ("mp",), ("kf",)),
    "sh": (("hw",), ("kw",), ("mp",)),
    "id": (("kf",), ("kw",), ("mp",)),
    "kp": (("kw",), ("kf",), ("mp",)),
    "ot": (("ti",),),
    "jw": (("jn",),),
    "dt": (("pt",),),
    "st": (("pt",),),
    "fa": (("au",),),
}
"""Substitutes for a field that a notation does not have, best first."""

TOPIC = frozenset(("ti", "ab", "kf", "kw", "hw", "id"))
"""Fields that are together called "title, abstract and keywords"."""

NAMES = {
    "ti": "the title",
    "ab": "the abstract",
    "kf": "authors' keywords",
    "kw": "keywords",
    "hw": "words of headings",
    "mp": "title, abstract and keywords",
    "tw": "title and abstract",
    "af": "all fields",
    "la": "the language",
    "pt": "the publication type",
    "jn": "the journal",
}
"""The names of fields in a sentence."""

MOST_PAIRS = 64
"""Most pairs of words into which PubMed's distances are written out."""

MESH = frozenset(("ovid", "pubmed", "cochrane"))
"""Notations whose headings are MeSH, or (Ovid) are MeSH if the database is MEDLINE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A query in another notation; None if nothing of it is left. `lost` lists what has changed."""

    query: Query | None
    text: str
    lost: tuple[str, ...]


def translated(query: Query, source: Notation, target: Notation) -> Translation:
    """A query of one notation in another.

    >>> from pipeline.strategy.notation import NOTATIONS, parse
    >>> tree = parse("(remote* adj3 wom#n).ti.")
    >>> translated(tree, NOTATIONS["ovid"], NOTATIONS["pubmed"]).text
    'remote*[ti] AND wom*n[ti]'
    """
    if source is target:
        return Translation(query=query, text=written(query, target), lost=())
    work = _Work(source=source, target=target)
    tree = work.node(query, None)
    if tree is not None and target.spelling.years.startswith("with "):
        tree = work.years_last(tree)
    text = "" if tree is None else written(tree, target)
    return Translation(query=tree, text=text, lost=tuple(work.lost))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One query during translation, with what was lost so far."""

    source: Notation
    target: Notation
    lost: dict[str, None] = field(default_factory=dict)

    def tell(self, sentence: str) -> None:
        """Note that something has changed."""
        self.lost[sentence] = None

    def node(self, query: Query, fields: tuple[str, ...] | None) -> Query | None:  # noqa: C901
        """A node, searched for in some fields of the tree; None if nothing is left of it."""
        match query:
            case Word() | Phrase() | Near() | Together():
                return self._text(query, fields)
            case AnyOf(parts):
                if all(isinstance(part, Word | Phrase) for part in parts):
                    return self._text(query, fields)
                return _joined(AnyOf, [self.node(part, fields) for part in parts])
            case AllOf(parts):
                return _joined(AllOf, [self.node(part, fields) for part in parts])
            case Without(left, right):
                return self._without(self.node(left, fields), self.node(right, fields))
            case Within(inner, own):
                return self.node(inner, own)
            case Heading():
                return self._heading(query)
            case Years():
                return self._years(query)
            case DatabaseOnly(text):
                self.tell(f"the limit {text!r}, which only {self.source.label} has")
                return None
            case Limit(number, text):
                self.tell(f"the limit {text!r}, which only {self.source.label} has")
                return LineReference(number)
            case _:
                return query

    def _without(self, left: Query | None, right: Query | None) -> Query | None:
        if left is None:
            self.tell(
                "a part that removes records, since there is nothing left to remove them from"
            )
            return None
        return left if right is None or left == right else Without(left, right)

    def _text(self, query: Query, fields: tuple[str, ...] | None) -> Query | None:
        """Words with the fields they are searched for in, as the target has them."""
        if fields is None:
            if self.source is not OVID:
                self.tell(f"words without a field are searched for in {NAMES['mp']}")
            fields = ("mp",)
        groups = self._fields(fields)
        if not groups:
            return None
        if self.target.spelling.field_of == "a term":
            return self._by_term(query, groups)
        text = self._words(query)
        return _joined(AnyOf, [Within(text, group) for group in groups])

    def _by_term(self, query: Query, groups: Sequence[tuple[str, ...]]) -> Query | None:
        """Words each with a separate field, as PubMed requires."""
        if isinstance(query, AnyOf):
            return _joined(AnyOf, [self._by_term(part, groups) for part in query.parts])
        if isinstance(query, Near):
            pairs = _pairs(query)
            if pairs is not None:
                each = [Within(Near(a, b, query.gap), one) for a, b in pairs for one in groups]
                return _joined(AnyOf, each)
            if query.ordered and query.gap == 0 and (words := _row(query)):
                return self._by_term(Phrase(words), groups)
            said = f"{_first_word(query.left)!r} and {_first_word(query.right)!r}"
            self.tell(f"the distance between {said}: both are searched for anywhere in the field")
            sides = [self._by_term(side, groups) for side in (query.left, query.right)]
            return _joined(AllOf, sides)
        text = self._words(query)
        return _joined(AnyOf, [Within(text, group) for group in groups])

    def _words(self, query: Query) -> Query:
        """Words, phrases and distances with signs that the target has."""
        match query:
            case Word():
                return self._word(query)
            case Phrase(words):
                each = tuple(self._word(word) for word in words)
                if self.target.name == "cochrane" and any(SIGN.search(one.text) for one in each):
                    return _chain(each, gap=0, ordered=True)
                return Phrase(each)
            case Together(words, gap):
                if self.target.spelling.field_of == "a term":
                    return query
                self.tell(
                    f"three words within {gap}: the first two are joined, and then the "
                    "third to these two"
                )
                return self._words(_chain(words, gap=gap, ordered=False))
            case AnyOf(parts):
                return AnyOf(tuple(self._words(part) for part in parts))
            case Near():
                return self._near(query)
            case _:
                return query

    def _near(self, query: Near) -> Query:
        left, right = self._words(query.left), self._words(query.right)
        spelling = self.target.spelling
        if not query.ordered or spelling.ordered or (spelling.next and query.gap == 0):
            return Near(left, right, query.gap, query.ordered)
        if query.gap == 0 and (words := _row(Near(left, right, 0, ordered=True))):
            return Phrase(words)
        self.tell("the order of words that are near each other")
        return Near(left, right, query.gap)

    def _word(self, word: Word) -> Word:
        """A word with the target's signs; others become wider ones, which is reported."""
        text = word.text if self.target is OVID else word.text.replace("$", "*")
        if self.target.signs.get("*") == "*5" and SIGN.search(text):
            text = self._at_most_five(text)
        if word_in(text, self.target) is None:
            text = _wider(text, self.target)
            self.tell(f"{word.text!r} is written {text!r}, which finds more")
        spelled = word_in(text, self.target)
        if spelled is None:
            text = "".join(sign for sign in text if sign.isalnum())
            self.tell(f"{word.text!r} is written {text!r}, which finds less")
        return Word(text)

    def _at_most_five(self, text: str) -> str:
        """ProQuest's truncation, which allows at most five letters."""
        if text[-1] in "*$" and text[-2:-1] != "*":
            self.tell("* takes at most five letters; [*20] takes up to twenty")
            return f"{text[:-1]}*5"
        return text

    def _heading(self, query: Heading) -> Query | None:
        if query.subheadings:
            self.tell(f"the subheadings {', '.join(query.subheadings)}")
            query = replace(query, subheadings=())
        name = query.name or " ".join(query.words)
        headings = self.target.spelling.headings
        if not headings:
            self.tell(
                f"{name!r} is not a heading in {self.target.label}: it is searched for as words"
            )
            words = tuple(Word(word) for word in query.words)
            return self._text(words[0] if len(words) == 1 else Phrase(words), ("hw",))
        if not {self.source.name, self.target.name} <= MESH or OVID in (self.source, self.target):
            self.tell(f"check whether {name!r} is a heading in the database")
        return query

    def years_last(self, query: Query) -> Query | None:
        """The query with its years after it, if years narrow a whole line."""
        parts = query.parts if isinstance(query, AllOf) else (query,)
        years = [part for part in parts if isinstance(part, Years)]
        rest = [self._without_years(part) for part in parts if not isinstance(part, Years)]
        kept = _joined(AllOf, rest)
        if kept is None or len(years) > 1:
            for each in years:
                self._without_years(each)
            return kept
        return (
            AllOf((*(kept.parts if isinstance(kept, AllOf) else (kept,)), *years))
            if years
            else kept
        )

    def _without_years(self, query: Query) -> Query | None:
        """A part without its years, which can only follow a whole line; their loss is reported."""
        match query:
            case Years(first, last):
                until = "now" if last is None else last
                self.tell(f"the years {first} to {until}, which can only follow a whole line")
                return None
            case AnyOf(parts):
                return _joined(AnyOf, [self._without_years(part) for part in parts])
            case AllOf(parts):
                return _joined(AllOf, [self._without_years(part) for part in parts])
            case Without(left, right):
                return self._without(self._without_years(left), self._without_years(right))
            case _:
                return query

    def _years(self, query: Years) -> Query | None:
        if self.target.name == "scopus" and query.last not in (None, query.first):
            if query.first == FIRST_YEAR:
                return query
            return AllOf((Years(query.first, None), Years(FIRST_YEAR, query.last)))
        return query

    def _fields(self, fields: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The fields as the target has them: of several groups any will do."""
        if tags_in(fields, self.target) is not None:
            return [fields]
        known = self._with_instead(fields)
        if not known:
            names = ", ".join(NAMES.get(one, f".{one}.") for one in fields)
            self.tell(f"words in {names}: {self.target.label} has no such field")
            return []
        if tags_in(known, self.target) is not None:
            return [known]
        wide = ("mp",)
        if len(known) > 2 and set(known) <= TOPIC and tags_in(wide, self.target) is not None:
            self.tell(f"{_names(known)} are searched for in {NAMES['mp']}, which is wider")
            return [wide]
        return [(one,) for one in known if tags_in((one,), self.target) is not None]

    def _with_instead(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        """The fields that the target has, and substitutes for the others."""
        found: set[str] = set()
        for one in fields:
            if tags_in((one,), self.target) is not None or self._in_a_tag(one, fields):
                found.add(one)
                continue
            ways = [way for way in INSTEAD.get(one, ()) if self._has(way)]
            if ways:
                self.tell(f"{NAMES.get(one, one)} are searched for in {_names(ways[0])}")
                found.update(ways[0])
            else:
                self.tell(f"the field .{one}., which {self.target.label} does not have")
        if "mp" in found:
            found -= TOPIC
        return tuple(sorted(found))

    def _has(self, way: Iterable[str]) -> bool:
        return all(tags_in((one,), self.target) is not None for one in way)

    def _in_a_tag(self, one: str, fields: tuple[str, ...]) -> bool:
        """Whether a tag represents this field together with others that are requested."""
        return any(one in codes and set(codes) <= set(fields) for codes in self.target.tags)


def _first_word(query: Query) -> str:
    """A word that names one side of a distance."""
    return next((part.text for part in nodes(query) if isinstance(part, Word)), "")


def _names(fields: Iterable[str]) -> str:
    names = [NAMES.get(one, one) for one in sorted(fields)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _joined(kind: type[AnyOf] | type[AllOf], parts: Iterable[Query | None]) -> Query | None:
    """The remaining parts of a list, joined as the readers join it."""
    left = [part for part in parts if part is not None]
    if len(left) < 2:
        return left[0] if left else None
    if kind is AllOf and isinstance(left[0], AllOf):
        left = [*left[0].parts, *left[1:]]
    return kind(tuple(left))


def _chain(words: Sequence[Query], *, gap: int, ordered: bool) -> Query:
    tree = words[0]
    for word in words[1:]:
        tree = Near(tree, word, gap, ordered)
    return tree


def _row(query: Query) -> tuple[Word, ...] | None:
    """Adjacent words in order; None if the query says anything else."""
    match query:
        case Word():
            return (query,)
        case Phrase(words):
            return words
        case Near(left, right, 0, True):
            first, second = _row(left), _row(right)
            return None if first is None or second is None else (*first, *second)
        case _:
            return None


def _pairs(query: Near) -> list[tuple[Word, Word]] | None:
    """The pairs of plain words that a distance joins, in any order; None for any other query."""
    ones, others = _plain_words(query.left), _plain_words(query.right)
    if query.ordered or ones is None or others is None:
        return None
    pairs = list(product(ones, others))
    return pairs if len(pairs) <= MOST_PAIRS else None


def _plain_words(query: Query) -> list[Word] | None:
    """Words without signs, one of which is a side of a distance."""
    parts = query.parts if isinstance(query, AnyOf) else (query,)
    words = [part for part in parts if isinstance(part, Word) and not SIGN.search(part.text)]
    return words if len(words) == len(parts) and len(words) <= LONGEST_CHAIN else None


def _wider(text: str, target: Notation) -> str:
    """The word with wider signs for those that the target does not have."""
    whole = SIGN.sub(lambda _: "*", text)
    if word_in(whole, target) is not None:
        return whole
    head = whole.split("*", 1)[0]
    return f"{head}*" if head else whole
