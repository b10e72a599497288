"""Texts within Markdown, escaped so that they are shown literally."""

import re

from pipeline.text.signs import bare, one_line

EVERY = re.compile(r"([\\`*_\[\]|#~])")
"""Characters that Markdown would treat as formatting."""

PUNCTUATION = r"!-/:-@\[-`{-~"
"""The ASCII punctuation that a backslash can escape (CommonMark 2.4)."""

OBEYED = re.compile(
    rf"""
    (?P<slash> \\ (?=[{PUNCTUATION}]|$) | ` | \* (?!(?<=\s\*)\s)
      | (?<![^\W_]) _ | _ (?![^\W_])           # within a word it is a letter
      | ~ (?=~) | (?<=~) ~
      | \] (?=[(\[]|$) )                       # the middle of a link
    | (?P<tag> < (?=[A-Za-z/!?]) )
    | (?P<entity> & (?=\#?\w+;) )
    """,
    re.VERBOSE,
)
"""What Markdown would interpret within a text; it shows everything else literally."""

BEGINNING = re.compile(
    r"^(\s*)(?:([>#]|\[(?=.*\]:)|[-+](?=\s|$|[-\s]*$)|=(?=[=\s]*$))|(\d{1,9})(?=[.)](?:\s|$)))"
)
"""What would start a heading, a list, a quotation or an address at the start of a text."""

LINE_ENDS = re.compile(r"[\r\n]+")
UNDONE = re.compile(rf"\\([{PUNCTUATION}])|&(lt|gt|amp);")
NAMED = {"lt": "<", "gt": ">", "amp": "&"}


def escaped(text: str) -> str:
    r"""The text for a table or a list of references, with every special character escaped.

    >>> escaped("a|b <i> *c*")
    'a\\|b &lt;i&gt; \\*c\\*'
    """
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<br>".join(map(bare, EVERY.sub(r"\\\1", safe).splitlines()))


def plain(text: str) -> str:
    r"""The text for prose, which is also read as source: only what Markdown interprets is escaped.

    >>> plain("lists/screening-ann_b.xlsx [x] (p < 0.05)")
    'lists/screening-ann_b.xlsx [x] (p < 0.05)'
    >>> print(plain("<b>*x*</b> [y](javascript:z)"))
    &lt;b>\*x\*&lt;/b> [y\](javascript:z)
    """
    return begun(inline(text))


def inline(text: str) -> str:
    r"""The same, for a text in the middle of a line.

    >>> inline("5. januar"), plain("5. januar")
    ('5. januar', '5\\. januar')
    """
    return OBEYED.sub(_off, bare(LINE_ENDS.sub(" ", text)))


def begun(text: str) -> str:
    """The text escaped so that it begins an ordinary paragraph, and nothing else."""
    found = BEGINNING.match(text)
    if not found:
        return text
    blank, sign, digits = found.groups()
    return f"{blank}{digits or ''}\\{sign or ''}{text[found.end() :]}"


def piped(text: str) -> str:
    r"""The same on one line, for a cell of a table in a letter.

    >>> print(piped("MEDLINE | Ovid"))
    MEDLINE \| Ovid
    """
    return plain(one_line(text)).replace("|", "\\|")


def unescaped(text: str) -> str:
    r"""A Markdown text as it is shown, with escapes removed.

    >>> unescaped(plain("<b> a_b_ & *")), unescaped(r"C\D")
    ('<b> a_b_ & *', 'C\\D')
    """
    return UNDONE.sub(lambda found: found[1] or NAMED[found[2]], text)


def _off(found: re.Match[str]) -> str:
    if found["tag"]:
        return "&lt;"
    if found["entity"]:
        return "&amp;"
    return f"\\{found[0]}"
