"""Commands that messages show, such that they can be pasted into a shell."""

import re
from pathlib import Path
from shlex import quote

from pipeline.text.signs import shown


def command_line(command: str, *values: object) -> str:
    r"""A command of ours with paths and names of others, each one word to a shell.

    A path that begins with a dash is no option. What can not be seen is spelled out, as bash and
    zsh read it.

    >>> command_line("ajour update", Path("my review")), command_line("ajour decide", Path("-x"))
    ('ajour update "my review"', 'ajour decide ./-x')
    >>> print(command_line("ajour update", "a\nb'c"))
    ajour update $'a\nb\'c'
    """
    return " ".join([command, *map(_word, values)])


def _word(value: object) -> str:
    text = str(value)
    if isinstance(value, Path) and text.startswith("-"):
        text = f"./{text}"
    return text if quote(text) == text else quoted(text)


def quoted(text: str) -> str:
    r"""The text in quotes, one word to a shell.

    >>> quoted("Emily=NAME"), quoted('say "$HOME"')
    ('"Emily=NAME"', '\'say "$HOME"\'')
    """
    if shown(text) != text or re.search(r"[\r\n\t]", text):
        return f"$'{''.join(map(_spelled, text))}'"
    # Double quotes, which the shell of Windows reads too, where nothing in them has a meaning.
    return quote(text) if re.search(r"[\"$`\\!%]", text) else f'"{text}"'


def _spelled(letter: str) -> str:
    if letter in "\\'":
        return f"\\{letter}"
    if "\udc80" <= letter <= "\udcff":  # a byte of a file's name that is no text
        return f"\\x{ord(letter) - 0xDC00:02x}"
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(letter)
    if named or shown(f"é{letter}é") == f"é{letter}é":
        return named or letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
