"""Splits BibTeX into blocks; bibtexparser reads each block, and unreadable ones are reported."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping

from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.model import Block, DuplicateFieldKeyBlock
from bibtexparser.model import Entry as EntryBlock

from pipeline.errors import Fault, Refused
from pipeline.readers.bibtex_values import LOST_FIELD, CrossReferences, behind, in_letters
from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.survey import Survey
from pipeline.receipts import BETWEEN

START = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]")
ASIDE = frozenset(["comment", "preamble"])
KEYLESS = re.compile(r"\A\s*@\s*[A-Za-z]+\s*[{(]\s*(?=[A-Za-z_-]+\s*=)")
"""The start of an entry without a key, which bibtexparser requires."""

AGAIN = "\x1f"
"""Separates a field's name from its count, while the library reads it."""

LAYERS = (
    middlewares.ResolveStringReferencesMiddleware(),
    middlewares.RemoveEnclosingMiddleware(),
    middlewares.LatexDecodingMiddleware(keep_braced_groups=True, keep_math_mode=False),
    middlewares.SeparateCoAuthors(),
    middlewares.SplitNameParts(),
    middlewares.MergeNameParts(style="last"),
)
"""Changes to values: the library's own two, letters for LaTeX, family names first."""

LONGEST_ENTRY = 1_000_000
"""Most characters of an entry: LaTeX becomes letters at 40,000 characters a second. The
largest real ones, of 3,000 authors, have 100,000."""

FEW_STRINGS = 10
"""Number of strings up to which all are read with every entry, whether it names them or not."""

STRING = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]\s*([^\s={}(),#\"]+)\s*=")
NAME = re.compile(r"[^\s={}(),#\"]+")
"""The characters in the name of a string."""

BRACES = re.compile(r"(?<!\\)[{}]")


PERSONS = frozenset(["author", "editor", "translator"])
PRICE = re.compile(
    r"(?<!\\)\$(?=\d[\d,.]{0,20}(?:[\s;)}]|[A-Za-z]|\Z)(?![^$\n]{0,200}[\\^_=<>][^$\n]{0,200}\$))"
)
"""A dollar sign before a sum of money, which does not begin a formula."""

AND = re.compile(r"(\sand\s)")


def ended(value: str) -> str:
    """The names without a comma after them, which Primo adds and the library does not accept.

    >>> ended("{Nordmann, Kari, and Lie,}"), ended("{Berg, Per}")
    ('{Nordmann, Kari and {Lie}}', '{Berg, Per}')
    """
    if not value or value[0] not in '{"' or "," not in value:
        return value
    return value[0] + "".join(map(_ended, AND.split(value[1:-1]))) + value[-1]


def _ended(name: str) -> str:
    bare = name.rstrip()
    if not bare.endswith(","):
        return name
    bare = bare.rstrip(", ")
    return bare if "," in bare else f"{{{bare.strip()}}}"


def entries(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[Entry]:
    """Every entry in order. Strings defined in a file apply to all entries after them."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    strings: dict[str, str] = {}
    crossed = CrossReferences()
    for kind, entry in _blocks(text, found, ledger):
        block = "".join(entry.raw)
        if len(block) > LONGEST_ENTRY:
            raise Refused(
                f"line {entry.line}: this entry has more than {LONGEST_ENTRY:,} characters; "
                "expected a list of records."
            )
        if kind == "string":
            name = STRING.match(block)
            strings.setdefault(name[1].lower() if name else "", block)
        elif kind not in ASIDE:
            yield from crossed.take(_read(entry, block, _named(block, strings)))
    yield from crossed.rest(ledger)


def _named(block: str, strings: Mapping[str, str]) -> list[str]:
    """The strings that an entry may name, and those that these name, in the order of the file.

    Otherwise each entry would read all strings again: 3,000 names of journals in 5,000 entries.
    """
    if len(strings) <= FEW_STRINGS:
        return [*strings.values()]
    found: set[str] = set()
    waiting = [block]
    while waiting:
        words = {word.lower() for word in NAME.findall(waiting.pop())}
        new = (words & strings.keys()) - found
        found |= new
        waiting += [strings[name] for name in new]
    return [text for name, text in strings.items() if name in found]


def _blocks(
    text: Iterable[str], found: Survey, ledger: ReceiptDraft
) -> Iterator[tuple[str, Entry]]:
    """Pieces of the file from one line that begins with @ to the next."""
    kind, entry = "", None
    for number, line in enumerate(text, 1):
        start = START.match(line)
        if start:
            if entry:
                yield kind, entry
            kind, entry = start[1].lower(), Entry(line=number)
        if entry is None:
            if line.strip() and not line.lstrip().startswith("%"):
                ledger.leave(BETWEEN, number)
            continue
        entry.add(line)
        if found.unreadable and unreadable(line):
            entry.fault(number, UNREADABLE)
    if entry:
        entry.last = True
        yield kind, entry


def _read(entry: Entry, block: str, strings: list[str]) -> Entry:
    """The values from bibtexparser, with LaTeX as letters and names family first."""
    library = parse_string(
        "\n".join([*strings, KEYLESS.sub(r"\g<0>nokey, ", block)]), parse_stack=[]
    )
    read = _only(library)
    if read is None:
        entry.fault(entry.line, f"this entry cannot be read: {_why(library)}")
        # An entry that breaks off at the end of the file is an error, since others may be missing.
        entry.alone = not entry.last
        return entry
    if slip := _slip(library, read, block, entry.line):
        entry.faults.append(slip)
        entry.alone = True
        return entry
    for field in read.fields:
        if isinstance(field.value, str):
            persons = field.key.lower() in PERSONS
            text = ended(field.value) if persons else PRICE.sub(r"\\$", field.value)
            field.value = in_letters(text)
    made = Library([*library.strings, read])
    for layer in LAYERS:
        made = layer.transform(made)
    if len(made.entries) != 1:
        entry.fault(entry.line, f"this entry cannot be read: {_why(made)}")
        entry.alone = True
        return entry
    entry.key = read.key.lower()
    for field in made.entries[0].fields:
        value = field.value if isinstance(field.value, list) else [field.value]
        texts = [BRACES.sub("", str(one)).strip() for one in value]
        entry.values.setdefault(field.key.lower().partition(AGAIN)[0], []).extend(texts)
    entry.values["ENTRYTYPE"] = [read.entry_type]
    entry.values["=key"] = [read.key]
    return dated(entry)


def dated(entry: Entry) -> Entry:
    """The entry with its year and month in one value, if it has no date."""
    month = entry.first(("month",))
    if month and "date" not in entry.values:
        entry.values["=date"] = [f"{entry.first(('year',))} {month}"]
    return entry


def _slip(library: Library, read: EntryBlock, block: str, line: int) -> Fault | None:
    """Fields that run together for lack of a comma, or that come after the end of the entry."""
    for field in read.fields:
        rest = behind(str(field.value))
        if rest:
            last = block.find(rest)
            number = line + block[: max(last, 0)].count("\n")
            return Fault(
                f"line {number}",
                f"a comma is missing after the field {field.key}. Add the comma, save the "
                f"entry in a file by itself, and import that file",
            )
    for comment in library.comments:
        if LOST_FIELD.search(str(comment.comment)):
            return Fault(
                f"line {line}",
                "a brace ends this entry before its last fields. "
                "Remove the brace, save the entry in a file by itself, and import that file",
            )
    return None


def _only(library: Library) -> EntryBlock | None:
    """The one entry of a block; a field that occurs twice becomes two fields, not a failure."""
    found: list[Block | None] = [*library.entries]
    found += [
        failed.ignore_error_block
        for failed in library.failed_blocks
        if isinstance(failed, DuplicateFieldKeyBlock)
    ]
    read = found[0] if len(found) == 1 else None
    if not isinstance(read, EntryBlock):
        return None
    seen: dict[str, int] = {}
    for field in read.fields:
        seen[field.key] = seen.get(field.key, 0) + 1
        if seen[field.key] > 1:
            field.key = f"{field.key}{AGAIN}{seen[field.key]}"
    return read


def _why(library: Library) -> str:
    """The reason bibtexparser gives for the first block that it could not read."""
    error = library.failed_blocks[0].error if library.failed_blocks else None
    reason = getattr(error, "abort_reason", None) or str(error or "the entry is incomplete")
    return str(reason).splitlines()[0].strip(". ")
