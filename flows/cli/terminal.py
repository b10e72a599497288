"""Prints text on the terminal with control characters escaped, so that the terminal obeys none."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TextIO, cast

import click

from pipeline.text.signs import shown

if TYPE_CHECKING:
    from rich.console import Console


_BEFORE_WRITING: list[Callable[[], None]] = []
"""Functions called before anything is written, such as one that removes a progress bar."""


@contextmanager
def before_writing(prepare: Callable[[], None]) -> Iterator[None]:
    """Within the block, call `prepare` before anything is written."""
    _BEFORE_WRITING.append(prepare)
    try:
        yield
    finally:
        _BEFORE_WRITING.remove(prepare)


class Shown:
    """A stream that escapes control characters and otherwise acts as the stream that it wraps."""

    buffer = None
    """Without this, click writes to the bytes beneath if a terminal reports ASCII only."""

    def __init__(self, beneath: TextIO) -> None:
        self.beneath = beneath

    def write(self, text: str | bytes) -> int:
        """Write text with its control characters escaped.

        Bytes are text in UTF-8: click writes the scripts that complete commands in a shell so.
        """
        for prepare in _BEFORE_WRITING:
            prepare()
        self.beneath.write(shown(text.decode() if isinstance(text, bytes) else text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write lines with their control characters escaped."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)


@contextmanager
def guarded_terminal() -> Iterator[None]:
    """Escape control characters in all that the block prints: sentences, logs and tracebacks."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _shown(sys.stdout), _shown(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _shown(stream: TextIO) -> TextIO:
    if stream is None or isinstance(stream, Shown):
        return stream
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")  # a letter it lacks must not stop a command
    return cast("TextIO", Shown(stream))


def print_file(text: str) -> None:
    """Print the contents of a file: escaped on a terminal, unchanged into a pipe."""
    stream = sys.stdout
    if not stream.isatty():
        stream = getattr(stream, "beneath", stream)
    stream.write(text)
    stream.flush()


def print_json(value: object) -> None:
    """Print a result as one JSON object on one line; no other code prints JSON.

    Dataclasses become objects, sets become sorted lists, and paths, dates and enums become text.
    """
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    """Convert a value of a type that JSON lacks to one that it has."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Set):
        return sorted(value, key=str)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def tell(sentences: str | Sequence[str], *, as_json: bool, **values: object) -> None:
    """Print what a command did, in sentences or as an object with them under "told"."""
    lines = [sentences] if isinstance(sentences, str) else list(sentences)
    if as_json:
        print_json({"told": lines, **values})
        return
    for line in lines:
        click.echo(line)


def console(*, stderr: bool = False, **options: Any) -> "Console":
    """A rich console that emits rich's own colours and escapes control characters in texts."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    plain = {"markup": False, "emoji": False}  # a title may contain [bold] or :house:
    made = Console(file=getattr(stream, "beneath", stream), **(plain | options))
    made.push_render_hook(_hook())
    return made


def _hook() -> Any:
    """A render hook, through which rich passes everything before printing it."""
    from rich.console import Console, ConsoleOptions, RenderHook
    from rich.segment import Segment

    class Texts:
        """A renderable with the control characters of its texts escaped."""

        def __init__(self, content: Any) -> None:
            self.content = content

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
            for one in console.render(self.content, options):
                yield one if one.control else Segment(shown(one.text), one.style)

    class Hook(RenderHook):
        def process_renderables(self, renderables: list[Any]) -> list[Any]:
            return [Texts(one) for one in renderables]

    return Hook()
