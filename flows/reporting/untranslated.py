"""Finds texts that people wrote in one language only, in a report in several languages."""

from collections.abc import Iterator

from exports.language.catalogue import Language, Words
from exports.studies.sheet import heading
from flows.reporting.material import Material
from pipeline.languages import Wording
from pipeline.review.settings import Review
from pipeline.studies.charted import untranslated


def untranslated_points(material: Material, language: Language) -> Iterator[str]:
    """A point for each language of the report in which texts are missing."""
    words, review = Words(language, "untranslated"), material.session.review
    if len(review.languages) < 2:
        return
    for other in review.languages:
        name = words[other] if other in ("nb", "en") else other
        what = [label for label, text in _written(review, words) if _lacks(text, other, review)]
        if what:
            yield words("review", language=name, what=", ".join(what))
        yield from _of_sheet(material, other, name, words)


def _lacks(text: Wording | str, other: Language, review: Review) -> bool:
    """Whether a text is missing in a language; one without a named language is in the review's."""
    if isinstance(text, str):
        return bool(text) and other != review.language
    if not text.texts or text.given_in(other):
        return False
    return other != review.language or bool(text.texts[0][0])


def _written(review: Review, words: Words) -> Iterator[tuple[str, Wording | str]]:
    """Every printed text that people wrote in review.toml, with its name."""
    yield words["title"], review.titles
    for name, title in review.round_titles:
        yield words("round", name=name), title
    yield words["previous_note"], review.previous_note
    sections = {
        "request": review.request,
        "prisma_s": review.prisma_s,
        "manuscript": review.manuscript,
        **{f"checklists.{name}": told for name, told in review.checklists.items()},
    }
    for section, told in sections.items():
        for key, text in told.items():  # type: ignore[attr-defined]  # each has its own keys
            if (section, key) != ("manuscript", "framework"):  # PCC is PCC in every language
                yield words("answer", section=section, name=key), text


def _of_sheet(material: Material, other: Language, name: str, words: Words) -> Iterator[str]:
    """The cells of the studies sheet missing in a language; none can be in the review's own."""
    if other == material.session.review.language:
        return
    found = untranslated(material.extracted, material.scheme, other)
    if not found:
        return
    columns = [
        words("cells", column=heading(one, material.scheme, words.language), count=count)
        for one, count in found.items()
    ]
    first = next(iter(found))
    yield words("sheet", language=name, columns=", ".join(columns), column=first, code=other)
