"""Texts as TOML writes them."""

import json


def toml_text(text: str) -> str:
    r"""The text in quotes, on one line, as a file of TOML takes it.

    >>> print(toml_text('He said "no"\n'))
    "He said \"no\"\n"
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
