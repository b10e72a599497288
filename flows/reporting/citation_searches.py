"""Describes how citations were searched, in sentences as TARCiS (2024) requires."""

from exports.language.catalogue import Language, Words, number
from exports.language.dates import long_date
from flows.review.search_dates import asked_on
from pipeline.review.settings import Review


def citation_sentences(review: Review, language: Language) -> list[str]:
    """A sentence for each citation search: direction, seeds, indexes, day, duplicates."""
    words = Words(language, "citation_searches")
    told = []
    for search in review.searches:
        if search.fetch != "citations":
            continue
        from pipeline.sources.citations import notes_of  # slow to import, rarely needed

        notes = notes_of(review.search_folder(search), search.asks)
        services = sorted({name for note in notes for name, ids in note["answered"].items() if ids})
        seeds = {one for note in notes for ids in note["answered"].values() for one in ids}
        day = asked_on(review, search)
        if services and day:
            of = "included" if search.seeds == ("included",) else "listed"
            told.append(
                words(
                    "sentence",
                    way=words[search.direction],
                    seeds=number(len(seeds), language),
                    of=words[of],
                    services=", ".join(services),
                    day=long_date(day.isoformat(), language),
                )
            )
    return told
