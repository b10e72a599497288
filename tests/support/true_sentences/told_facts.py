"""Facts for sentences on what people wrote for the manuscript, and on who extracted data."""

import re
from collections.abc import Callable, Mapping

from tests.support.true_sentences.sentence_facts import Groups, _day, _equal, _n, _place
from tests.support.true_sentences.world import World

TOLD = "As told under"
"""The beginning of every answer in a random review; the answer's key follows."""

KEYS = (
    *("framework", "background", "objective", "protocol", "registration", "deviations"),
    *("eligibility", "charting", "appraisal", "synthesis", "summary", "limitations"),
    *("conclusions", "funding", "interests", "data"),
)

ASKED: Mapping[str, str] = {
    "what is known": "background",
    "hva som er kjent": "background",
    "what the review aims to find": "objective",
    "hva oversikten skal finne": "objective",
    "the framework": "framework",
    "rammeverket": "framework",
    "where the protocol": "protocol",
    "hvor protokollen": "protocol",
    "where the review is registered": "registration",
    "hvor oversikten er registrert": "registration",
    "differently from the plan": "deviations",
    "annerledes enn planlagt": "deviations",
    "reasons for choosing": "eligibility",
    "begrunn valget": "eligibility",
    "how the data charting form": "charting",
    "hvordan skjemaet": "charting",
    "were appraised": "appraisal",
    "studienes metodiske kvalitet": "appraisal",
    "data were summarised": "synthesis",
    "data ble sammenfattet": "synthesis",
    "summarise the main": "summary",
    "oppsummer": "summary",
    "discuss the limitations": "limitations",
    "drøft begrensningene": "limitations",
    "what the results mean": "conclusions",
    "hva resultatene betyr": "conclusions",
    "who funded": "funding",
    "hvem som finansierte": "funding",
    "competing interests": "interests",
    "interessekonflikter": "interests",
    "decisions and data": "data",
    "vurderinger og data": "data",
}
"""The question of each place to fill in, and the key of review.toml that answers it."""

NEVER_TOLD = ("full strategy of", "fullstendige strategien", "limits", "avgrensninger", "filters")
NEVER_TOLD = (*NEVER_TOLD, "søkefiltre", "state what was included", "oppgi hva som ble inkludert")
SHEET = re.compile("studies sheet|studiearket")
DATA = re.compile("which data were charted|hvilke data som ble")


def gap(groups: Groups, world: World) -> str:
    """Check a place to fill in: allowed only if nobody has answered its question."""
    asks = groups["asks"]
    if any(one in asks for one in NEVER_TOLD):
        return ""
    if SHEET.search(asks):
        return _who_is_asked(asks, world)
    if DATA.search(asks):
        return "data are extracted" if world.rows else ""
    key = next((key for words, key in ASKED.items() if words in asks), "")
    if not key:
        return "a place whose fact is in true_sentences/told_facts.py"
    return "review.toml says it" if key in world.told else ""


def _who_is_asked(asks: str, world: World) -> str:
    """Check who extracted, who extracted the others, or who checked."""
    rows, named = world.rows, [one for one in world.rows if one.extracted_by]
    looked = [one for one in named if _second(one) or len(_by(one)) > 1]
    if re.search("the others|de andre", asks):
        return "" if named and len(named) < len(rows) else "every row names somebody, or none"
    if re.search("sheet who checked|arket hvem som kontrollerte", asks):
        return "" if named and not looked else f"{len(looked)} rows were seen by two"
    return "" if not named else f"{len(named)} rows name who extracted"


def told(groups: Groups, world: World) -> str:
    return "" if world.told.get(groups["key"]) else "nobody said so"


def none(key: str) -> Callable[[Groups, World], str]:
    """Check a sentence that there is nothing: allowed only if review.toml says false."""

    def fact(_groups: Groups, world: World) -> str:
        return "" if world.told.get(key) == "" else f"review.toml does not say {key} = false"

    return fact


def elements(groups: Groups, world: World) -> str:
    """Check the elements that records were assessed against, by their labels in the criteria."""
    labels = {"en": {"exposure", "publication"}, "nb": {"eksponering", "publikasjon"}}
    named = {part.strip() for part in re.split(r", | and | og ", groups["what"])}
    return "" if named in labels.values() else "exposure and publication"


def read_alone(stage: str) -> Callable[[Groups, World], str]:
    def fact(groups: Groups, world: World) -> str:
        counts = world.read_by(stage)  # type: ignore[arg-type]  # one of two stages
        return _equal("n", sum(n == 1 for n in counts), groups)

    return fact


def differing(groups: Groups, world: World) -> str:
    true = sum(one.hits not in (None, len(one.listed)) for one in world.ran)
    return _equal("n", true, groups)


def presented(groups: Groups, world: World) -> str:
    true = len(world.facts.contexts) if world.rows else 0
    return _equal("n", true, groups)


def variables(groups: Groups, world: World) -> str:
    """Check the charted variables: in a random review, only the country."""
    right = groups["what"] in {"country", "land"} and world.rows
    return "" if right else "country" if world.rows else "no data are extracted"


def _by(row: object) -> set[str]:
    return set(filter(None, str(row.extracted_by).split("; ")))  # type: ignore[attr-defined]


def _second(row: object) -> set[str]:
    return set(filter(None, str(row.checked_by).split("; "))) - _by(row)  # type: ignore[attr-defined]


def extractors(groups: Groups, world: World) -> str:
    """Check "n people extracted the data of m studies"."""
    named = [_by(one) for one in world.rows if _by(one)]
    people = {name for names in named for name in names}
    true = (len(people), len(named))
    return "" if (_n(groups), _n(groups, "m")) == true else f"{true}"


def together(groups: Groups, world: World) -> str:
    return _equal("n", sum(len(_by(one)) > 1 for one in world.rows), groups)


def checked(groups: Groups, world: World) -> str:
    return _equal("n", sum(bool(_by(one) and _second(one)) for one in world.rows), groups)


def single(groups: Groups, world: World) -> str:
    true = sum(len(_by(one)) == 1 and not _second(one) for one in world.rows)
    return _equal("n", true, groups)


def sources(groups: Groups, world: World) -> str:
    """Check "we searched these", a sentence of the abstract."""
    named = set(re.split(r", | and | og ", groups["list"]))
    true = {_place(one) for one in world.ran}
    return "" if named == true else f"{sorted(true)}"


def last_search(groups: Groups, world: World) -> str:
    true = max((one.run_on for one in world.ran if one.run_on), default="")
    return "" if _day(groups["day"]) == true else true
