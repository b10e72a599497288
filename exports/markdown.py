"""Texts within Markdown: shown as they stand, whatever they hold."""

import re

from pipeline.text.signs import bare, one_line

EVERY = re.compile(r"([\\`*_\[\]|#~])")
"""Signs by which Markdown would set a text otherwise than it stands."""

PUNCTUATION = r"!-/:-@\[-`{-~"
"""The ASCII punctuation that a backslash takes its meaning from (CommonMark 2.4)."""

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
"""What Markdown would obey within a text; all else it shows as it stands."""

BEGINNING = re.compile(
    r"^(\s*)(?:([>#]|\[(?=.*\]:)|[-+](?=\s|$|[-\s]*$)|=(?=[=\s]*$))|(\d{1,9})(?=[.)](?:\s|$)))"
)
"""What begins a heading, a list, a quotation or an address at the beginning."""

LINE_ENDS = re.compile(r"[\r\n]+")
UNDONE = re.compile(rf"\\([{PUNCTUATION}])|&(lt|gt|amp);")
NAMED = {"lt": "<", "gt": ">", "amp": "&"}


def escaped(text: str) -> str:
    r"""The text for a table or a list of references, where every sign is set off.

    >>> escaped("a|b <i> *c*")
    'a\\|b &lt;i&gt; \\*c\\*'
    """
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<br>".join(map(bare, EVERY.sub(r"\\\1", safe).splitlines()))


def plain(text: str) -> str:
    r"""The text for running prose, which people also read unset: only what would be obeyed is off.

    >>> plain("lists/screening-ann_b.xlsx [x] (p < 0.05)")
    'lists/screening-ann_b.xlsx [x] (p < 0.05)'
    >>> print(plain("<b>*x*</b> [y](javascript:z)"))
    &lt;b>\*x\*&lt;/b> [y\](javascript:z)
    """
    return begun(inline(text))


def inline(text: str) -> str:
    r"""The same for a text in the middle of a line.

    >>> inline("5. januar"), plain("5. januar")
    ('5. januar', '5\\. januar')
    """
    return OBEYED.sub(_off, bare(LINE_ENDS.sub(" ", text)))


def begun(text: str) -> str:
    """The text so that it begins a paragraph, and nothing else."""
    found = BEGINNING.match(text)
    if not found:
        return text
    blank, sign, digits = found.groups()
    return f"{blank}{digits or ''}\\{sign or ''}{text[found.end() :]}"


def piped(text: str) -> str:
    r"""The same on one line in a cell of a table that letters show.

    >>> print(piped("MEDLINE | Ovid"))
    MEDLINE \| Ovid
    """
    return plain(one_line(text)).replace("|", "\\|")


def unescaped(text: str) -> str:
    r"""A text of Markdown as it is shown: its signs without what sets them off.

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
