"""Signs of word processors, made those of the notation."""

WORD_PROCESSOR = str.maketrans(
    "“”„‟″«»‘’‚‐‑‒–—−\u00a0\u202f\t", '"""""""' + "'''" + "------" + "   "
)
"""What word processors put for quotation marks, dashes and spaces; one sign for one sign, so that
columns stay."""


def plain(text: str) -> str:
    """The text with a word processor's quotation marks, dashes and spaces made plain.

    >>> plain("«Systematic Review»/ – x")
    '"Systematic Review"/ - x'
    """
    return text.translate(WORD_PROCESSOR)
