"""The door to the terminal: what goes through it is text, and nothing that a terminal obeys."""

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
"""What is done before anything is written: a bar that stands there is taken away."""


@contextmanager
def before_writing(prepare: Callable[[], None]) -> Iterator[None]:
    """Have something done within the block before anything is written."""
    _BEFORE_WRITING.append(prepare)
    try:
        yield
    finally:
        _BEFORE_WRITING.remove(prepare)


class Shown:
    """A stream that shows signs a terminal would obey as escapes; all else is that beneath it."""

    buffer = None
    """click would write to the bytes beneath where a terminal says that it takes ASCII only."""

    def __init__(self, beneath: TextIO) -> None:
        self.beneath = beneath

    def write(self, text: str) -> int:
        """Write the text as it may be shown."""
        for prepare in _BEFORE_WRITING:
            prepare()
        self.beneath.write(shown(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write lines as they may be shown."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)


@contextmanager
def guarded_terminal() -> Iterator[None]:
    """Have all that is printed within the block shown as text: sentences, logs and tracebacks."""
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
        stream.reconfigure(errors="backslashreplace")  # a letter that it lacks ends no command
    return cast("TextIO", Shown(stream))


def print_file(text: str) -> None:
    """Print what would stand in a file: to a terminal as it may be shown, into a pipe as it is."""
    stream = sys.stdout
    if not stream.isatty():
        stream = getattr(stream, "beneath", stream)
    stream.write(text)
    stream.flush()


def print_json(value: object) -> None:
    """Print what a command found as one JSON object on one line; the only place that does.

    Dataclasses become objects, sets sorted lists, and paths, dates and names of enumerations text.
    """
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    """A value that JSON does not have, as one that it has."""
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
    """A console of rich, whose own colours a terminal obeys and whose texts it does not."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    plain = {"markup": False, "emoji": False}  # a title may hold [bold] or :house: itself
    made = Console(file=getattr(stream, "beneath", stream), **(plain | options))
    made.push_render_hook(_hook())
    return made


def _hook() -> Any:
    """What rich asks about everything that it is to print."""
    from rich.console import Console, ConsoleOptions, RenderHook
    from rich.segment import Segment

    class Texts:
        """Something to print, with its texts as they may be shown."""

        def __init__(self, content: Any) -> None:
            self.content = content

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
            for one in console.render(self.content, options):
                yield one if one.control else Segment(shown(one.text), one.style)

    class Hook(RenderHook):
        def process_renderables(self, renderables: list[Any]) -> list[Any]:
            return [Texts(one) for one in renderables]

    return Hook()
