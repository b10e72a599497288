"""Splits lines as the shells of Windows and its programs do, after their documentation.

cmd resolves carets and passes on a line, which a program splits by the rules of the C runtime.
PowerShell resolves its own quotes and passes on words.
"""

import re

MEANT = set("&|<>()%!^")
"""Characters with a function in cmd outside quotes and without a caret."""


def words_of_cmd(line: str) -> list[str]:
    """The words that a program gets from a line typed into cmd; ValueError if cmd would act."""
    kept, quoted, letters = [], False, iter(line)
    for letter in letters:
        if letter == "^" and not quoted:
            kept.append(next(letters))
            continue
        if letter == '"':
            quoted = not quoted
        if letter == "%" or (letter in MEANT and not quoted) or letter in "\r\n":
            raise ValueError(letter)
        kept.append(letter)
    return _arguments("".join(kept))


def _arguments(line: str) -> list[str]:
    """The words of a line, by the rules of the C runtime."""
    words: list[str] = []
    word, quoted, begun = "", False, False
    for part in re.findall(r'\\*"|\\+|.', line, re.DOTALL):
        if part.endswith('"'):
            slashes = len(part) - 1
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            begun = True
        elif part in " \t" and not quoted:
            words += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + part, True
    return words + ([word] if begun else [])


def words_of_powershell(line: str) -> list[str]:
    """The words that a program gets from a line typed into PowerShell; ValueError if it acts."""
    words: list[str] = []
    while line := line.lstrip(" "):
        if line[0] in "'‘’‚‛":
            found = re.match("['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)['‘’‚‛]( |$)", line)
            inner = re.sub("['‘’‚‛](['‘’‚‛])", r"\1", found[1]) if found else None
        elif line[0] in '"“”„':
            found = re.match(r'"((?:`.|\$\([^)]*\)|[^`"“”„$])*)"( |$)', line, re.DOTALL)
            inner = _expanded(found[1]) if found else None
        else:
            found = re.match(r"([\w+:./\\-]+)( |$)", line, re.ASCII)
            inner = found[1] if found else None
        if found is None or inner is None:
            raise ValueError(line)
        words.append(inner)
        line = line[found.end() :]
    return words


def _expanded(text: str) -> str:
    named = {"n": "\n", "r": "\r", "t": "\t"}

    def one(found: re.Match[str]) -> str:
        if found[1]:
            return named.get(found[1], found[1])
        return chr(int(found[2], 16))

    spelled = r"`(.)|\$\(\[char\](?:::ConvertFromUtf32\()?0x([0-9a-f]+)\)?\)"
    return re.sub(spelled, one, text)
