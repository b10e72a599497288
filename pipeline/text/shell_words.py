"""Writes commands in messages so that they can be pasted into a shell."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Literal

from pipeline.text.signs import shown

Shell = Literal["posix", "cmd", "powershell"]

OWN_MODULES = re.compile(r"\\documents\\(windows)?powershell\\modules", re.IGNORECASE)
"""The folder of a user's modules, which PowerShell alone adds to PSModulePath when it starts."""

PLAIN = re.compile(r"[A-Za-z0-9_+:./\\-]+")
"""Characters that have no special meaning in either shell of Windows."""

EXPANDED = re.compile('["$`“”„]')
"""Characters with a meaning between double quotes in PowerShell, which straightens curly quotes."""

SINGLE_QUOTES = re.compile("['‘’‚‛]")
"""Each of these ends a text between single quotes in PowerShell, unless it is doubled."""

CARETED = re.compile('[()%!^"<>&|]')
"""Characters that cmd interprets outside quotes; a caret before one makes it literal."""


def shell_in_use(system: str = os.name, variables: Mapping[str, str] = os.environ) -> Shell:
    r"""The shell that most likely started the program.

    On Windows, POSIX shells (Git Bash, Cygwin) set SHELL, and PowerShell names the user's modules.

    >>> shell_in_use("posix", {}), shell_in_use("nt", {"SHELL": "/usr/bin/bash"})
    ('posix', 'posix')
    >>> mine = r"C:\Users\ann\Documents\PowerShell\Modules;C:\Windows\system32"
    >>> shell_in_use("nt", {"PSModulePath": mine}), shell_in_use("nt", {})
    ('powershell', 'cmd')
    """
    if system != "nt" or variables.get("SHELL"):
        return "posix"
    modules = variables.get("PSModulePath") or variables.get("PSMODULEPATH", "")
    return "powershell" if OWN_MODULES.search(modules) else "cmd"


def command_line(command: str, *values: object, read_by: Shell | None = None) -> str:
    r"""A command of ours with foreign paths and names, each as one word of the shell in use.

    A path that begins with a dash is not read as an option. Invisible characters are written as
    escapes that bash, zsh and PowerShell understand.

    >>> command_line("ajour update", Path("my review")), command_line("ajour decide", Path("-x"))
    ('ajour update "my review"', 'ajour decide ./-x')
    >>> print(command_line("ajour update", "a\nb'c"))
    ajour update $'a\nb\'c'
    """
    shell = read_by or shell_in_use()
    return " ".join([command, *(_word(one, shell) for one in values)])


def with_variable(name: str, value: str, command: str, *, read_by: Shell | None = None) -> str:
    """A command that runs with an environment variable set.

    >>> with_variable("A", "1", "ajour status", read_by="posix")
    'A=1 ajour status'
    >>> with_variable("A", "1", "ajour status", read_by="powershell")
    "$env:A='1'; ajour status"
    """
    shell = read_by or shell_in_use()
    if shell == "posix":
        return f"{name}={value} {command}"
    return (
        f"set {name}={value}&& {command}" if shell == "cmd" else f"$env:{name}='{value}'; {command}"
    )


def _word(value: object, shell: Shell) -> str:
    text = str(value)
    if isinstance(value, Path) and text.startswith("-"):
        text = f"./{text}" if shell == "posix" else f".\\{text}"
    is_plain = quote(text) == text if shell == "posix" else PLAIN.fullmatch(text)
    return text if is_plain else quoted(text, read_by=shell)


def quoted(text: str, *, read_by: Shell | None = None) -> str:
    r"""The text in quotes, as one word of the shell in use.

    >>> quoted("Emily=NAME", read_by="posix"), quoted('say "$HOME"', read_by="posix")
    ('"Emily=NAME"', '\'say "$HOME"\'')
    >>> print(quoted("R&D $5", read_by="cmd"), quoted("R&D $5", read_by="powershell"))
    "R&D $5" 'R&D $5'
    """
    shell = read_by or shell_in_use()
    if shell == "cmd":
        return _for_cmd(text)
    if shell == "powershell":
        return _for_powershell(text)
    if _unseen(text):
        return f"$'{''.join(map(_spelled, text))}'"
    # Double quotes, which the shells of Windows also read, if nothing inside has a meaning in them.
    return quote(text) if re.search(r"[\"$`\\!%]", text) else f'"{text}"'


def _unseen(text: str) -> bool:
    return shown(text) != text or bool(re.search(r"[\r\n\t]", text))


def _argument(text: str) -> str:
    r"""A text as an argument for a Windows program, which splits its command line itself.

    >>> print(_argument("C:\\a b\\"), _argument('say "x"'))
    "C:\a b\\" "say \"x\""
    """
    escaped = re.sub(r'(\\*)"', r'\1\1\\"', text)
    return '"' + re.sub(r"(\\+)$", r"\1\1", escaped) + '"'


def _for_cmd(text: str) -> str:
    """One word for cmd, which cannot express invisible characters: they are shown as escapes.

    A quote inside the word ends the quoted part for cmd, and a per cent sign always has a meaning:
    in these cases carets alone keep the characters literal.
    """
    word = _argument(re.sub(r"[\r\n\t]", "?", shown(text)))
    return CARETED.sub(r"^\g<0>", word) if re.search('["%]', word[1:-1]) else word


def _for_powershell(text: str) -> str:
    """One word for PowerShell, which from 7.3 on passes quotes inside it to programs unchanged."""
    if _unseen(text):
        return '"' + "".join(map(_spelled_for_powershell, text)) + '"'
    if EXPANDED.search(text):
        return "'" + SINGLE_QUOTES.sub(r"\g<0>\g<0>", text) + "'"
    return f'"{text}"'


def _spelled(letter: str) -> str:
    if letter in "\\'":
        return f"\\{letter}"
    if "\udc80" <= letter <= "\udcff":  # a byte of a file name that is not text
        return f"\\x{ord(letter) - 0xDC00:02x}"
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(letter)
    if named or shown(f"é{letter}é") == f"é{letter}é":
        return named or letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


def _spelled_for_powershell(letter: str) -> str:
    named = {"\n": "`n", "\r": "`r", "\t": "`t"}.get(letter)
    if named:
        return named
    if EXPANDED.match(letter):
        return f"`{letter}"
    if shown(f"é{letter}é") == f"é{letter}é":
        return letter
    if ord(letter) < 0x10000:
        return f"$([char]0x{ord(letter):04x})"
    return f"$([char]::ConvertFromUtf32(0x{ord(letter):x}))"
