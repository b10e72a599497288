"""The languages of the program, one catalogue file each, and texts by language."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

REVIEW_LANGUAGE: Final = "nb"
"""The language of a review whose review.toml names none; other catalogues have its keys."""

PROGRAM_LANGUAGE: Final = "en"
"""The language of the program's own messages, of the phrases in the store, and of most records."""

CATALOGUES = files("pipeline") / "catalogues"
"""A file CODE.toml here is all that a further language needs.

They lie in the pipeline, since criteria and tables are written in these languages too.
"""


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages that have a catalogue, those of reviews and program first."""
    codes = sorted(name[: -len(".toml")] for name in (file.name for file in CATALOGUES.iterdir()))
    return tuple(dict.fromkeys((REVIEW_LANGUAGE, PROGRAM_LANGUAGE, *codes)))


@dataclass(frozen=True, slots=True, init=False)
class Wording:
    """The same words in one or more languages; a language without any has those given first.

    >>> name = Wording(nb="Norge", en="Norway")
    >>> name["en"], name["fi"], Wording()["nb"]
    ('Norway', 'Norge', '')
    """

    texts: tuple[tuple[str, str], ...]

    def __init__(self, **texts: str) -> None:
        given = tuple((language, text) for language, text in texts.items() if text)
        object.__setattr__(self, "texts", given)

    def __getitem__(self, language: str) -> str:
        """The words in a language, or else the first."""
        texts = dict(self.texts)
        return texts.get(language) or next(iter(texts.values()), "")


def in_all(text: str) -> Wording:
    """A text that is the same in all languages, such as a code or a name."""
    return Wording(**dict.fromkeys(languages(), text))
