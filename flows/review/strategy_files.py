"""Reads the strategies that review.toml attaches to searches."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pipeline.errors import Fault, Refused, reason
from pipeline.files import bytes_of
from pipeline.review.settings import Review, SearchPlan
from pipeline.strategy.notation import NOTATIONS, parse
from pipeline.strategy.numbered import NumberedLine, Strategy, printed_strategy
from pipeline.strategy.recognition import recognised
from pipeline.strategy.tree import Query

NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")
"""First bytes of formats that are not plain text: Word, Excel, PDF, RTF."""


def strategy_of(review: Review, search: SearchPlan) -> Strategy | None:
    """The strategy of a search: its file, or the query sent to its service; None if there is none.

    A query that was translated from the file is what was searched with, not the file. Nothing is
    raised: the strategy's `wrong` says what cannot be read.
    """
    hints = (search.platform, search.source)
    is_translated = search.fetch is not None and (search.translation or not search.asks)
    if search.strategy and not is_translated:
        path = review.folder / search.strategy
        return strategy_in(path, search.strategy, notation=search.notation, hints=hints)
    if search.query is None:
        return None
    return _asked(search, search.query)


def _asked(search: SearchPlan, query: str) -> Strategy:
    """The query sent to a service, as a strategy of one line.

    A service's notation that cannot be parsed is printed, but not run on any record.
    """
    whole = " ".join(query.split())
    service = search.fetch if search.fetch in NOTATIONS else None
    own = service if search.translation else search.notation or service
    if search.fetch and not own:
        told = (
            f"ajour prints a strategy for {search.fetch} as it is written, and does not try "
            f"it on records"
        )
        line = NumberedLine(number=1, query=whole, hits=None, faults=(Fault("", told),))
        return Strategy(lines=(line,))
    hints = (search.platform, search.source)
    notation = own or recognised([whole], hints)
    tree: Query | None = None
    faults: tuple[Fault, ...] = ()
    try:
        tree = parse(whole, notation)
    except Refused as wrong:
        faults = tuple(wrong.faults)
    line = NumberedLine(number=1, query=whole, hits=None, tree=tree, faults=faults)
    return Strategy(lines=(line,), notation=notation)


def strategy_in(
    path: Path, name: str, *, notation: str | None = None, hints: Sequence[str] = ()
) -> Strategy:
    """The strategy in a file; `wrong` says what cannot be read."""
    try:
        data = bytes_of(path)
        text = _text(data, name)
    except Refused as wrong:
        return Strategy(wrong=wrong)
    except OSError as fault:
        return Strategy(wrong=Refused(f"{name}: cannot be read ({reason(fault)})."))
    return _read(sha256(data).hexdigest(), text, name, notation, tuple(hints))


@lru_cache(maxsize=64)
def _read(
    _digest: str, text: str, name: str, notation: str | None, hints: tuple[str, ...]
) -> Strategy:
    """A status or a report needs each strategy several times; the same bytes are read once."""
    return printed_strategy(text, name=name, notation=notation, hints=hints)


def _text(data: bytes, name: str) -> str:
    """The text of a strategy, in UTF-8, UTF-16 with a byte-order mark, or a Windows encoding."""
    if data.startswith(NO_TEXT):
        told = "save the strategy as plain text or csv, and give the name of that file"
        raise Refused(f"{name}: this is not plain text.", [Fault("", told)])
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig"]
    for encoding in [*encodings, *([] if b"\x00" in data else ["cp1252"])]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"{name}: this is not UTF-8 text.")
