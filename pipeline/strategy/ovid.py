"""Parses Ovid's notation into a tree, or refuses it at the column of the error."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from pipeline.errors import Fault, Refused
from pipeline.strategy.foreign_signs import foreign_faults
from pipeline.strategy.pieces import languages
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    DatabaseOnly,
    Heading,
    Limit,
    LineReference,
    Near,
    Phrase,
    Query,
    Within,
    Without,
    Word,
    Years,
    nodes,
    out_of_bounds,
    parts_of,
)
from pipeline.strategy.words import (
    LONGEST_CHAIN,
    LONGEST_RANGE,
    MOST_DIGITS,
    not_understood,
    plain,
    refuse_without_bounds,
    split,
    too_many_digits,
    word_fault,
)


def read_ovid(query: str) -> Query:
    """The tree of one line in Ovid's notation.

    Raises `Refused` whose faults name the column, 1-based.

    >>> read_ovid("(remote* adj2 work*).ti,ab.")
    Within(query=Near(left=Word(text='remote*'), right=Word(text='work*'), \
gap=1, ordered=False), fields=('ab', 'ti'))
    """
    text = COLON.sub("*", plain(query))
    told = not_understood(query)
    refuse_without_bounds(text)
    if strange := foreign_faults(text, "ovid"):
        raise Refused(told, strange)
    try:
        found = _parser().parse(text)
    except UnexpectedInput as wrong:
        raise Refused(told, [_fault(wrong, text)]) from None
    reading = _Reading(text)
    tree = reading.line(found.children)
    if not reading.faults and (sentence := out_of_bounds(tree)):
        raise Refused(told, [Fault("column 1", sentence)])
    if not reading.faults:
        reading.check(tree)
    if reading.faults:
        raise Refused(told, list(reading.faults))
    return tree


@cache
def _parser() -> Lark:
    text = (files("pipeline.strategy") / "grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr")


COLON = re.compile(r"(?<=[^\W\d_]):(?=[\s).,]|$)")
"""Ovid's third sign of truncation, besides $ and *: "random:.mp."."""

OPERATOR = re.compile(r"(?i)and|or|not|adj\d*")
RANGE = re.compile(r"\d+(?:\s*[-,]\s*\d+)+")


def limit_parts(text: str) -> tuple[str, str]:
    """The line that a limit narrows, and how.

    >>> limit_parts("limit 8 to humans"), limit_parts("remove duplicates from 6")
    (('8', 'humans'), ('6', 'remove duplicates'))
    """
    if found := re.fullmatch(r"(?is)limit\s+(\d+)\s+to\s+(.*)", text.strip()):
        return found[1], found[2].strip()
    if found := re.fullmatch(r"(?is)(remove\s+duplicates)\s+from\s+(\d+)", text.strip()):
        return found[2], "remove duplicates"
    if found := re.fullmatch(r"(?is)\.*\s*dedup\s+(\d+)", text.strip()):
        return found[1], "dedup"
    if found := re.fullmatch(r"(?is)from\s+(\d+)\s+(keep\s+.*)", text.strip()):
        return found[1], " ".join(found[2].split())
    number, words = text.split(maxsplit=1)
    return number, " ".join(words.split())


def _fault(wrong: UnexpectedInput, text: str) -> Fault:
    """The parser's error in words for a reader."""
    place = len(text.rstrip()) if _at_end(wrong) else wrong.pos_in_stream or 0
    found = text[place:].split(maxsplit=1)
    terminals = getattr(wrong, "expected", None) or getattr(wrong, "allowed", None) or ()
    expected = "a word, a phrase in quotation marks or an opening parenthesis"
    if "LPAR" not in terminals:
        is_open = text[:place].count("(") > text[:place].count(")")
        expected = "an operator (and, or, not, adj)"
        expected += " or a closing parenthesis" if is_open else ""
    told = f"found {found[0]!r}" if found else "the line ends too early"
    return Fault(f"column {place + 1}", f"{told}; expected {expected}")


def _at_end(wrong: UnexpectedInput) -> bool:
    return isinstance(wrong, UnexpectedToken) and wrong.token.type == "$END"


def _range_fault(span: str, low: int, high: int) -> str:
    if high < low:
        return f"{span!r} begins with the higher number; expected {high}-{low}"
    return f"{span!r} has {high - low + 1:,} lines; expected at most {LONGEST_RANGE}"


DAYS = frozenset(["da", "dc", "dt", "ed", "em", "ep", "ez", "rd", "up"])
"""Fields for the days on which a record was entered, indexed or changed; in some databases these
fields have other contents."""


def _are_days(query: Query) -> bool:
    """Whether all words begin with digits, as in (2021* or 2022*).dt."""
    return all(word.text[0].isdigit() for word in nodes(query) if isinstance(word, Word))


def _start(node: "Tree[Token] | Token") -> int:
    """Where a node begins in the text; the parser does not store this for every node."""
    while not isinstance(node, Token):
        node = node.children[0]
    return node.start_pos or 0


class _Reading:
    """The conversion of the parser's tree into ours for one query, with the faults found so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.faults: dict[Fault, None] = {}

    def line(self, children: list[Any]) -> Query:
        """The tree of a line, limited to the database that it names at its end, if it names one."""
        tree = self.query(children[0])
        if len(children) == 1:
            return tree
        return AllOf((tree, self._database_only(children[1])))

    def query(self, node: "Tree[Token] | Token") -> Query:
        """Our node for one of the parser's nodes."""
        if isinstance(node, Token):
            return self._limit(node)
        read: Any = getattr(self, f"_{node.data}")
        found: Query = read(node.children)
        return found

    def _disjunction(self, children: list[Any]) -> Query:
        parts = tuple(self.query(child) for child in children)
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def _conjunction(self, children: list[Any]) -> Query:
        tree = self.query(children[0])
        if self._too_many([one for one in children[1::2] if one.type == "NOT"]):
            return tree
        for operator, child in zip(children[1::2], children[2::2], strict=True):
            right = self.query(child)
            if operator.type == "NOT":
                tree = Without(tree, right)
            else:
                earlier = tree.parts if isinstance(tree, AllOf) else (tree,)
                tree = AllOf((*earlier, right))
        return tree

    def _proximity(self, children: list[Any]) -> Query:
        tree = self.query(children[0])
        if self._too_many(children[1::2]):
            return tree
        for operator, child in zip(children[1::2], children[2::2], strict=True):
            distance = operator[3 : 3 + MOST_DIGITS]
            if distance and int(distance) == 0:
                self._tell(
                    operator.column, "adj0 finds nothing. For words next to each other, write adj1"
                )
            gap = max(0, int(distance or 1) - 1)
            right = self.query(child)
            for side in (tree, right):
                self._can_be_near(side, operator)
            tree = Near(tree, right, gap, ordered=not distance)
        return tree

    def _too_many(self, operators: list[Token]) -> bool:
        """Whether a chain of operators is too long for a tree; notes the fault."""
        if len(operators) <= LONGEST_CHAIN:
            return False
        one = operators[LONGEST_CHAIN]
        self._tell(
            one.column,
            f"this line joins terms with '{str(one)[:3].lower()}' more than {LONGEST_CHAIN} times "
            "in a row",
        )
        return True

    def _number(self, digits: str, column: int | None) -> int:
        """The number of a line; if it has too many digits, notes a fault and returns 0."""
        if len(digits) <= MOST_DIGITS:
            return int(digits)
        self._tell(column, too_many_digits(digits))
        return 0

    def _operand(self, children: list[Any]) -> Query:
        first = children[0]
        if isinstance(first, Token):
            reads = {
                "HEADING": self._heading,
                "LINES": self._lines,
                "YEARS": self._years,
                "DATES": self._database_only,
            }
            return reads[first.type](first)
        if len(children) == 1:
            return self._line_or_words(first)
        fields = re.findall(r"[a-z]{2}", children[1].lower().replace("m_titl", "ti"))
        inner = self.query(first)
        if len(children) > 2 or (DAYS.issuperset(fields) and _are_days(inner)):
            start = _start(first)
            return DatabaseOnly(self._text[start : children[-1].end_pos], start + 1)
        return Within(inner, tuple(sorted(set(fields))))

    @staticmethod
    def _database_only(token: Token) -> Query:
        return DatabaseOnly(" ".join(token.split()), token.column or 0)

    def _line_or_words(self, node: "Tree[Token]") -> Query:
        """A number alone is a line; with a field suffix, in quotes or in a phrase it is a word."""
        if node.data == "words" and len(node.children) == 1:
            token = node.children[0]
            if isinstance(token, Token) and token.isdecimal() and token.isascii():
                return LineReference(self._number(token, token.column), token.column or 0)
        return self.query(node)

    def _group(self, children: list[Any]) -> Query:
        return self.query(children[1])

    def _quoted(self, children: list[Any]) -> Query:
        return self._phrase(children)

    def _words(self, children: list[Any]) -> Query:
        for token in children if len(children) > 1 else ():
            if OPERATOR.fullmatch(token):
                told = f"{str(token)!r} is not between two terms"
                self._tell(token.column, f'{told}. To search for the word, write "{token}"')
        if len(children) == 1 and RANGE.fullmatch(children[0]):
            told = (
                f"lines {children[0]} have no operator. To join the lines with or, write "
                f"or/{children[0]}. To join the lines with and, write and/{children[0]}"
            )
            self._tell(children[0].column, told)
        return self._phrase(children)

    def _phrase(self, tokens: list[Token]) -> Query:
        words = [word for token in tokens for word in split(token, token.column or 0)]
        for word in words:
            if sentence := word_fault(word):
                self._tell(word.column, sentence)
        if not words:
            self._tell(tokens[0].column or 0, f"{str(tokens[0])!r} contains no word")
            return Word("")
        return words[0] if len(words) == 1 else Phrase(tuple(words))

    def _heading(self, token: Token) -> Query:
        text, _, subheadings = token.rpartition("/")
        name = re.sub(r"(?i)^exp\s+", "", text.strip())
        return Heading(
            words=tuple(re.findall(r"[^\W_]+", name.lower())),
            exploded=name != text.strip(),
            focused=name.startswith("*"),
            subheadings=tuple(re.findall(r"\w\w", subheadings.lower())),
            name=name.strip('*" '),
            column=token.column or 0,
        )

    def _lines(self, token: Token) -> Query:
        kind, _, ranges = token.partition("/")
        numbers: list[int] = []
        for span in ranges.split(","):
            first, _, last = (part.strip() for part in span.partition("-"))
            low, high = (self._number(one, token.column) for one in (first, last or first))
            if high < low or high - low >= LONGEST_RANGE:
                if max(len(first), len(last)) <= MOST_DIGITS:  # else the fault is already noted
                    self._tell(token.column or 0, _range_fault(span.strip(), low, high))
                high = low
            numbers += range(low, high + 1)
            if len(numbers) > LONGEST_RANGE:
                self._tell(token.column, f"this line joins more than {LONGEST_RANGE} other lines")
                break
        parts = tuple(LineReference(number, token.column or 0) for number in numbers)
        return AnyOf(parts) if kind.strip().lower() == "or" else AllOf(parts)

    def _years(self, token: Token) -> Query:
        years = [int(year) for year in re.findall(r"\d{4}", token)]
        last = None if "current" in token.lower() else years[-1]
        return self._checked(Years(years[0], last), token)

    def _limit(self, token: Token) -> Query:
        """`limit 8 to yr="2021 -Current"` and `limit 8 to english language` can be carried out."""
        number, text = limit_parts(token)
        said = self._number(number, token.column)
        inner = re.fullmatch(r"\((.*)\)", text, re.DOTALL)
        parts = re.split(r"(?i)\s+and\s+", inner[1]) if inner else [text]
        carried_out = [self._limit_part(part.strip(), token) for part in parts]
        if any(part is None for part in carried_out):
            return Limit(said, text, token.column or 0)
        line = LineReference(said, token.column or 0)
        return AllOf((line, *(part for part in carried_out if part is not None)))

    def _limit_part(self, text: str, token: Token) -> Query | None:
        """A limit that can be tested on records; None if only the database can apply it."""
        if years := re.fullmatch(r'(?i)yr\s*=\s*"?(\d{4})\s*(-\s*(\d{4}|current)?)?\s*"?', text):
            first, dash, last = years.groups()
            until = int(last) if last and last.isdecimal() else None
            return self._checked(Years(int(first), until if dash else int(first)), token)
        if language := re.fullmatch(r"(?i)\(?(\w+)(\s+language)\)?", text):
            return Within(Word(language[1].lower()), ("la",))
        return languages(re.split(r"(?i)\s+or\s+|\s*,\s*", text.lower()))

    def _checked(self, years: Years, token: Token) -> Years:
        if years.last is not None and years.last < years.first:
            self._tell(
                token.column or 0,
                f"the first year, {years.first}, is later than the last year, {years.last}",
            )
        return years

    def _can_be_near(self, side: Query, operator: Token) -> None:
        """Only words have positions; whole lines, headings and combinations by `and` have none.

        The sides of an adj are checked when it is parsed.
        """
        if isinstance(side, Word | Phrase | Near):
            return
        if isinstance(side, AnyOf):
            for part in parts_of(side):
                self._can_be_near(part, operator)
            return
        self._tell(
            operator.column or 0,
            f"{str(operator)!r} can join only words, phrases and lists such as (home or remote)",
        )

    def check(self, tree: Query) -> None:
        """Note faults that only the whole tree shows: a query that excludes everything it finds."""
        if isinstance(tree, Without) and tree.left == tree.right:
            self._tell(1, "this line finds nothing, because both sides of NOT are the same")
        for part in parts_of(tree):
            self.check(part)

    def _tell(self, column: int | None, sentence: str) -> None:
        self.faults[Fault(f"column {column or 0}", sentence)] = None
