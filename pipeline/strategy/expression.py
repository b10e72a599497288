"""Reads any notation except Ovid's into the tree, by its row in the table of notations."""

import re

from pipeline.errors import Fault, Refused
from pipeline.strategy.foreign_signs import foreign_faults
from pipeline.strategy.form import Notation
from pipeline.strategy.tokens import EXPECTED, Broken, Token, tokens_of, with_tree_signs
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    DatabaseOnly,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Without,
    Word,
    out_of_bounds,
    parts_of,
)
from pipeline.strategy.words import (
    LONGEST_CHAIN,
    not_understood,
    plain,
    refuse_without_bounds,
    split,
)

OPERATOR = "an operator (and, or, not)"


def read_expression(query: str, notation: Notation) -> Query:
    """The tree of one line; raises `Refused` whose faults name the column, 1-based."""
    # Patterns would rescan a long run of blanks again and again; nobody writes forty.
    text = re.sub(r"\s{40,}+", " " * 40, plain(query))
    refuse_without_bounds(text)
    strange = foreign_faults(text, notation.name)
    strange += [
        Fault(f"column {found.start() + 1}", sentence)
        for pattern, sentence in notation.errors
        for found in re.finditer(pattern, text)
    ]
    if strange:
        raise Refused(not_understood(query), strange)
    try:
        body, behind = _without_trailing(text, notation)
        tokens = list(tokens_of(body, notation))
        tree = _Reading(tokens, len(body), notation).whole()
        for part in behind:
            tree = AllOf((*_narrowing(tree), part))
        if sentence := out_of_bounds(tree):
            raise Broken(1, sentence)
    except Broken as wrong:
        raise Refused(not_understood(query), [wrong.fault]) from None
    return tree


def _without_trailing(text: str, notation: Notation) -> tuple[str, list[Query]]:
    """The query without the trailing parts that narrow it, and what these say."""
    behind: list[tuple[int, Query]] = []
    for own in notation.own:
        found = own.pattern.search(text) if own.trails else None
        if found and text[: found.start()].strip():
            said = own.read(found)
            behind += [(found.start(), said)] if said is not None else []
            text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
    behind.sort(key=lambda pair: pair[0])
    parts = [part for _, query in behind for part in _narrowing(query)]
    # Limits that only the database can apply come last, to keep the order of the written query.
    return text.rstrip(", ;"), sorted(parts, key=lambda part: isinstance(part, DatabaseOnly))


def _narrowing(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, AllOf) else (query,)


class _Reading:
    """The tokens of one query while they are parsed into a tree."""

    def __init__(self, tokens: list[Token], length: int, notation: Notation) -> None:
        self._tokens = tokens
        self._at = 0
        self._length = length
        self._notation = notation
        self._within = 0
        self._numbers: set[int] = set()

    def whole(self) -> Query:
        """The tree of all tokens."""
        tree = self._level(0)
        self._no_bare_number(tree)
        if token := self._now():
            if token.kind == ")":
                raise Broken(token.column, "found ')', but no parenthesis is open")
            raise Broken(token.column, f"found {token.text!r}; expected {OPERATOR}")
        _check(tree)
        return tree

    def _now(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _level(self, level: int) -> Query:
        """Operands joined by operators of one level and of tighter ones, from the left."""
        levels = self._notation.levels
        if level == len(levels):
            return self._beside()
        if levels[level] == ("near",):
            return self._nearness(level)
        tree = self._level(level + 1)
        chain, grows = 0, False
        while (token := self._now()) and token.kind == "operator" and token.text in levels[level]:
            self._take()
            chain += token.text in ("not", "and not")
            if chain > LONGEST_CHAIN:
                raise Broken(
                    token.column,
                    f"this line joins terms with 'not' more than {LONGEST_CHAIN} times in a row",
                )
            right = self._level(level + 1)
            for side in (tree, right):
                self._no_bare_number(side)
            tree = _joined(tree, token.text, right, grows=grows)
            grows = token.text == "or"
        return tree

    def _no_bare_number(self, side: Query) -> None:
        """A number by itself is a line in Ovid's notation; in others a line has a sign."""
        if isinstance(side, Word) and side.column in self._numbers:
            line = self._notation.line.format(n=side.text)
            quote = self._notation.spelling.quote
            raise Broken(
                side.column,
                f"found the number {side.text}. To refer to line {side.text}, write {line}. To "
                f"search for the number, write {quote}{side.text}{quote}",
            )

    def _nearness(self, level: int) -> Query:
        tree = self._level(level + 1)
        chain = 0
        while (token := self._now()) and token.kind == "near":
            self._take()
            chain += 1
            if chain > LONGEST_CHAIN:
                raise Broken(
                    token.column,
                    f"this line joins terms with {token.text!r} more than {LONGEST_CHAIN} times "
                    "in a row",
                )
            right = self._level(level + 1)
            tree = _close(tree, right, token)
        return tree

    def _beside(self) -> Query:
        """An operand, and adjacent words: a phrase, or an implied `and`."""
        parts = [self._operand()]
        while (token := self._now()) and token.kind in ("word", "quoted"):
            if len(parts) > LONGEST_CHAIN:
                raise Broken(
                    token.column,
                    f"this line has more than {LONGEST_CHAIN} words in a row without an operator",
                )
            parts.append(self._operand())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _operand(self) -> Query:
        token = self._now()
        if token is None:
            raise Broken(self._length + 1, f"the line ends too early; {EXPECTED}")
        match token.kind:
            case "(":
                self._take()
                inner = self._level(0)
                self._close()
                return self._with_fields(inner, grouped=True)
            case "before":
                return self._behind_its_field()
            case "whole" if token.query is not None:
                self._take()
                return token.query
            case "word" | "quoted":
                return self._term()
        raise Broken(token.column, f"found {token.text!r}; {EXPECTED}")

    def _close(self) -> None:
        token = self._now()
        if token is None:
            sentence = f"the line ends too early; expected {OPERATOR} or a closing parenthesis"
            raise Broken(self._length + 1, sentence)
        if token.kind != ")":
            sentence = f"found {token.text!r}; expected {OPERATOR} or a closing parenthesis"
            raise Broken(token.column, sentence)
        self._take()

    def _behind_its_field(self) -> Query:
        """The operand after a field that is written first, as far as the field reaches."""
        fields = self._take().fields
        levels = self._notation.levels
        self._within += 1
        if self._notation.field_reach == "group":
            inner = self._operand()
        else:
            inner = self._level(levels.index(("near",)) if ("near",) in levels else len(levels))
        self._within -= 1
        return Within(inner, fields)

    def _with_fields(self, query: Query, *, grouped: bool = False) -> Query:
        """The query within the fields that are written after it, if there are any."""
        while (token := self._now()) and token.kind == "behind":
            self._take()
            if grouped and self._notation.spelling.field_of == "a term":
                raise Broken(token.column, _behind_parentheses(token))
            query = Within(_close_together(query, token), token.fields)
        return query

    def _term(self) -> Query:
        """Adjacent words and phrases, as far as they are one term in this notation."""
        first = self._take()
        words = self._words(first)
        quoted = first.kind == "quoted"
        if not quoted and not self._within and first.text.isdecimal():
            self._numbers.add(first.column)
        while (token := self._now()) and token.kind in ("word", "quoted") and self._goes_on(quoted):
            words += self._words(self._take())
        return self._with_fields(words[0] if len(words) == 1 else Phrase(tuple(words)))

    def _goes_on(self, quoted: bool) -> bool:
        """Whether the next word belongs to the term before it."""
        if self._notation.beside == "phrase":
            return True
        if self._notation.spelling.field_of != "a term" or quoted:
            return False
        place = self._at  # unquoted words are a phrase if a field follows the last
        while place < len(self._tokens) and self._tokens[place].kind == "word":
            place += 1
        return place < len(self._tokens) and self._tokens[place].kind == "behind"

    def _words(self, token: Token) -> list[Word]:
        text = token.text[1:-1] if token.kind == "quoted" else token.text
        words = split(with_tree_signs(text, token.column, self._notation), token.column)
        if not words:
            raise Broken(token.column, f"{token.text!r} contains no word")
        for word in words:
            if not any(sign.isalnum() for sign in word.text):
                raise Broken(token.column, f"{word.text!r} has no letter or digit to search for")
        return words


def _behind_parentheses(field: Token) -> str:
    if field.gap >= 0:
        return f"{field.text!r} must directly follow a phrase in quotation marks"
    told = f"{field.text!r} cannot follow parentheses"
    return f"{told}. Write {field.text} after each term inside the parentheses"


def _joined(left: Query, operator: str, right: Query, *, grows: bool) -> Query:
    """Two queries joined; a list of the same operator grows, unless it was in parentheses."""
    if operator == "or":
        return AnyOf((*(left.parts if grows and isinstance(left, AnyOf) else (left,)), right))
    if operator == "and":
        return AllOf((*(left.parts if isinstance(left, AllOf) else (left,)), right))
    return Without(left, right)


def _close_together(query: Query, token: Token) -> Query:
    """A phrase whose field gives the distance between its words, as in PubMed."""
    if token.gap < 0:
        return query
    if not isinstance(query, Phrase):
        raise Broken(
            token.column, f"{token.text!r} must directly follow a phrase in quotation marks"
        )
    if len(query.words) == 2:
        return Near(query.words[0], query.words[1], token.gap)
    return Together(query.words, token.gap)


def _close(left: Query, right: Query, token: Token) -> Query:
    """Two sides near each other; a field that is on both sides becomes the field of the whole."""
    if isinstance(left, Within) and isinstance(right, Within) and left.fields == right.fields:
        return Within(_close(left.query, right.query, token), left.fields)
    for side in (left, right):
        _can_be_near(side, token)
    return Near(left, right, token.gap, token.ordered)


def _can_be_near(side: Query, token: Token) -> None:
    """Only words have positions; lines, headings and combinations by `and` have none."""
    if isinstance(side, Word | Phrase | Near):
        return
    if isinstance(side, AnyOf):
        for part in side.parts:
            _can_be_near(part, token)
        return
    raise Broken(
        token.column,
        f"{token.text!r} can join only words, phrases and lists such as (home or remote)",
    )


def _check(tree: Query) -> None:
    """Refuse a query that excludes everything it finds."""
    if isinstance(tree, Without) and tree.left == tree.right:
        raise Broken(1, "this line finds nothing, because both sides of NOT are the same")
    for part in parts_of(tree):
        _check(part)
