"""Checks names in review.toml that become file names: valid on any file system, all different."""

from collections.abc import Iterator, Sequence
from unicodedata import normalize

from flows.review.atomic_files import folded, is_device, safe_name
from pipeline.errors import shortened
from pipeline.toml.document import Where, Wrong

Names = Sequence[tuple[Where, str]]
"""Names, each with its place in review.toml."""

MOST_BYTES = 150
"""Maximum bytes of UTF-8 in a name. File systems allow 255; a figure's suffix needs 40."""

FORBIDDEN = frozenset('/\\:*?"<>|')

SHOWN = 40
"""Maximum number of letters of a name in a message."""


def wrong_names(rounds: Names, searches: Names, reviewers: Names) -> Iterator[Wrong]:
    """Faults for names that no file can have, and for rounds or searches named alike."""
    for where, name in (*rounds, *searches):
        if wrong := _wrong(name):
            yield Wrong(where, f"this cannot be the name of a folder: {wrong}")
    for where, name in reviewers:
        if len(name.encode()) > MOST_BYTES:
            told = f"the name has {len(name.encode())} bytes; expected at most {MOST_BYTES}"
            yield Wrong(where, told)
    for named in (rounds, searches):
        yield from _alike(named)


def alike_as_files(name: str) -> str:
    """A name as compared by file systems that ignore case and the encoding of accents.

    >>> alike_as_files("MEDLINE") == alike_as_files("medline")
    True
    >>> alike_as_files("S\u00f8k \u00e9") == alike_as_files("s\u00f8k e\u0301")
    True
    """
    return folded(safe_name(normalize("NFC", name)))


def same_person(name: str) -> str:
    """A person's name for comparison, ignoring case, punctuation and spaces.

    >>> same_person("reviewer  b.") == same_person("Reviewer B")
    True
    >>> same_person("Kari N.") == same_person("Kari M.")
    False
    """
    folded_name = normalize("NFKC", name).casefold()
    return " ".join("".join(one if one.isalnum() else " " for one in folded_name).split())


def _wrong(name: str) -> str | None:
    """Why no folder can have a name; None if one can."""
    if name in {".", ".."} or set(name) & FORBIDDEN:
        return 'the name is a path, or contains one of / \\ : * ? " < > |'
    if not name.isprintable():
        return "the name contains an invisible character"
    if len(name.encode()) > MOST_BYTES:
        return f"the name has {len(name.encode())} bytes; expected at most {MOST_BYTES}"
    if name != name.strip() or name.endswith("."):
        return "the name begins or ends with a space, or ends with a full stop"
    if is_device(name):
        return "Windows reserves this name for a device"
    return None


def _alike(named: Names) -> Iterator[Wrong]:
    """Names that differ, but not as file names; identical names are reported elsewhere."""
    first: dict[str, str] = {}
    for where, name in named:
        other = first.setdefault(alike_as_files(name), name)
        if other != name:
            told = f"this name and {shown(other)!r} would be the same file"
            differ = "expected names that differ in more than capitals or punctuation"
            yield Wrong(where, f"{told}; {differ}")


def shown(name: str) -> str:
    """A name as a message shows it: shortened."""
    return shortened(name, SHOWN)
