"""Reads an ExecStart line as systemd does: quotes, C escapes, specifiers and variables."""

import re

ESCAPED = {"n": "\n", "t": "\t", "s": " ", "\\": "\\", '"': '"', "'": "'"}
HEX = r"\\(?:x|U(?=[0-9a-f]{8}))(?P<hex>(?<=x)[0-9a-f]{2}|(?<=U)[0-9a-f]{8})"
PIECE = re.compile(HEX + r"|\\(?P<short>.)|(?P<quote>[\"'])|(?P<gap> +)|(?P<plain>.)")


def exec_words(unit: str) -> list[str]:
    """The words of a unit's only ExecStart line, as the program gets them."""
    (line,) = re.findall("^ExecStart=(.*)$", unit, re.MULTILINE)
    return [_resolved(word) for word in _split(line)]


def _split(line: str) -> list[str]:
    words, word, open_quote = [], "", ""
    for piece in PIECE.finditer(line + " "):
        text = piece[0]
        if piece["hex"]:
            text = chr(int(piece["hex"], 16))
        elif piece["short"]:
            text = ESCAPED[piece["short"]]
        elif piece["quote"] and (text == open_quote or (not open_quote and not word)):
            # Within a word, or within the other kind of quotes, a quotation mark is not special.
            open_quote, text = ("", "") if open_quote else (text, "")
        elif piece["gap"] and not open_quote:
            words.append(word)
            word, text = "", ""
        word += text
    assert not open_quote
    return words


def _resolved(word: str) -> str:
    """A word with doubled % and $ resolved; it may contain no specifiers or variables."""
    assert not re.search(r"(?<!%)%(%%)*(?!%)", word), word
    assert not re.search(r"(?<!\$)\$(\$\$)*(?!\$)", word), word
    return word.replace("%%", "%").replace("$$", "$")
