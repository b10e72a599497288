"""Plans a random review before work on it begins: its searches, reports and settings."""

from dataclasses import replace
from random import Random
from typing import Any

from tests.support.reviews import CRITERIA as CRITERIA_OF_SMALL_REVIEW
from tests.support.true_sentences.facts import Facts, Previous, Report, Search
from tests.support.true_sentences.told_facts import KEYS
from tests.support.true_sentences.told_kinds import NONE

CRITERIA = CRITERIA_OF_SMALL_REVIEW.replace('against = ["protocol"]', 'against = ["newsletter"]')

LIST = (
    "Sleep Kitchen Commute Neighbour Garden Lighting Ferry Winter Meeting Keyboard Silence Coffee "
    "Stairs Childcare Village Manager Pension Noise Harbour Trust Posture Headset Window Calendar "
    "Hospital Teacher Welder Bakery Library Glacier Tunnel Orchard Violin Pottery Railway Museum "
    "Lantern Compass Market Saddle Mirror Bridge Anchor Feather Candle Button Kettle Ladder "
    "Basket Curtain Pebble Thunder Meadow Willow Copper Velvet Marble Saffron Walnut Ginger "
    "Beacon Parcel Quarry Ribbon Shelter Timber Umbrella Vessel Wagon Yarn Zipper Almond Barley "
    "Cactus Dolphin Ember Falcon Goblet Hammock Island Jasmine Kiosk Lagoon Magnet Nectar Oyster"
)
WORDS = tuple(LIST.split())
SHAPES = (
    "{0} and {1} among {2} workers in {3}",
    "A year of {0}: {1}, {2} and {3}",
    "{0} after {1}, a survey of {2} and {3}",
    "How {0} changes {1} when {2} meets {3}",
)
FAMILIES = "Berg Dahl Lunde Moen Strand Vik Holm Foss Hauge Nygaard Ruud Solheim Tveit Aas"
AUTHORS = tuple(FAMILIES.split())
PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "database": (
        ("MEDLINE", "Ovid"),
        ("Embase", "Ovid"),
        ("PsycINFO", "EBSCOhost"),
        ("Web of Science", ""),
    ),
    "register": (("ClinicalTrials.gov", ""), ("CENTRAL", "Cochrane Library")),
    "website": (("arbeidstilsynet.no", ""),),
    "organisation": (("World Health Organization", ""),),
    "citations": (("Citation chasing", ""),),
}
KINDS = tuple(PLACES)
SEVERAL = ("ABI/INFORM Global", "Sociological Abstracts")
CONTEXTS = (("before", "Before"), ("during", "During"))
DAY_PARTS = ("03", "14", "27")


def planned(seed: int, chance: Random) -> Facts:
    """The facts of a review before anybody has begun work."""
    rounds = tuple(str(n + 1) for n in range(chance.choices((1, 2, 3), (40, 45, 15))[0]))
    reports = _reports(chance)
    double = chance.random() < 0.6
    names = ("ann", "bo") if double or chance.random() < 0.4 else ("ann",)
    note = "An earlier overview of 2019 included 12 studies, which are not counted here."
    previous = None
    if chance.random() < 0.3:
        in_figure = chance.random() < 0.6
        previous = Previous(name="Tea 2019", studies=5, reports=6, in_figure=in_figure)
    stops = chance.random() < (0.2 if double else 0.5)
    return Facts(
        seed=seed,
        title="Rest and tea: a review",
        languages=chance.choice((("en",), ("nb",), ("en", "nb"), ("nb", "en"))),
        unit=chance.choice(("report", "report", "article")),
        rounds=rounds,
        searches=_searches(chance, rounds, tuple(reports)),
        reports=reports,
        reviewers=names,
        screening=chance.choice(("double", "double-blind", "single")) if double else "single",
        eligibility=chance.choice(("double", "single")) if double else "single",
        criterion=chance.random() < 0.35,
        stopping=(0.5, 0.53) if stops else None,
        random_share=chance.choice((0.0, 0.05, 0.2)),
        previous=previous,
        previous_note=note if chance.random() < 0.25 else "",
        contexts=CONTEXTS if chance.random() < 0.25 else (),
        told=_told(Random(f"told {seed}")),
    )


def _told(chance: Random) -> tuple[tuple[str, bool], ...]:
    """The review's answers for the manuscript: none, some or all of them."""
    share = chance.choice((0.0, 0.5, 1.0))
    keys = [one for one in KEYS if chance.random() < share]
    return tuple((key, key not in NONE or chance.random() < 0.5) for key in keys)


def _reports(chance: Random) -> dict[str, Report]:
    """Documents whose titles share no word; two have the same author and year."""
    words = chance.sample(WORDS, len(WORDS))
    made = {}
    for number in range(chance.randint(8, 18)):
        four = [words.pop() for _ in range(4)]
        key = f"r{number:02}"
        newsletter = chance.random() < 0.15
        title = chance.choice(SHAPES).format(*four)
        made[key] = Report(
            key=key,
            title=f"{title}: newsletter" if newsletter else title,
            author=chance.choice(AUTHORS),
            year=chance.choice((2020, 2021, 2022, 2023)),
            doi=f"10.5555/{seed_word(four)}",
            newsletter=newsletter,
        )
    first, second = chance.sample(list(made), 2)
    twin = made[first]
    made[second] = replace(made[second], author=twin.author, year=twin.year)
    return made


def seed_word(words: list[str]) -> str:
    """A word that no other report has."""
    return "".join(words).lower()


def _searches(chance: Random, rounds: tuple[str, ...], keys: tuple[str, ...]) -> tuple[Search, ...]:
    """Two to six searches in any order; each round has at least one with records."""
    count = max(chance.randint(2, 6), len(rounds))
    made = []
    for number in range(count):
        kind = "database" if number == 0 else chance.choices(KINDS, (55, 12, 12, 8, 13))[0]
        round_of = rounds[number] if number < len(rounds) else chance.choice(rounds)
        made.append(_search(chance, number, (kind, round_of), keys))
    made = [
        made[0],
        *(
            _in_part(chance, one, number >= len(rounds))
            for number, one in enumerate(made[1:], start=1)
        ),
    ]
    if len(made) > 2 and chance.random() < 0.4:
        _same_records(chance, made)
    return tuple(chance.sample(made, len(made)))


def _search(chance: Random, number: int, place: tuple[str, str], keys: tuple[str, ...]) -> Search:
    kind, round_of = place
    source, platform = chance.choice(PLACES[kind])
    listed = tuple(chance.sample(keys, chance.randint(2, min(8, len(keys)))))
    several: tuple[str, ...] = ()
    if kind == "database" and chance.random() < 0.2:
        source, platform, several = "ProQuest databases", "ProQuest", SEVERAL
        listed = (*listed, listed[0])
    month = 1 + number
    return Search(
        name=f"{kind[:4]}{number}",
        round=round_of,
        kind=kind,
        source=source,
        platform=platform,
        run_on=f"2023-{month:02}-{chance.choice(DAY_PARTS)}" if chance.random() < 0.8 else "",
        hits=chance.choice((None, len(listed), len(listed), len(listed) + 3)),
        listed=listed,
        databases=several,
    )


def _in_part(chance: Random, search: Search, may_be_empty: bool) -> Search:
    """Leave some searches without an export: never run, or run without a hit."""
    if not may_be_empty or chance.random() > 0.2:
        return search
    hits = chance.choice((None, 0))
    day = search.run_on if hits == 0 else ""
    return replace(search, listed=(), databases=(), exported=False, hits=hits, run_on=day)


def _same_records(chance: Random, made: list[Search]) -> None:
    """Let a search of another kind list exactly the records of a database in the same round."""
    others = [one for one in made if not one.from_databases and one.exported]
    if others:
        copy = chance.choice(others)
        at = made.index(copy)
        listed = tuple(dict.fromkeys(made[0].listed))
        made[at] = replace(copy, listed=listed, round=made[0].round, hits=None)


def ris(search: Search, reports: dict[str, Report]) -> str:
    """The export of a search; the second record of a report is from the other database."""
    seen: set[str] = set()
    entries = []
    for key in search.listed:
        one = reports[key]
        again = key in seen
        seen.add(key)
        database = f"DB  - {search.databases[again]}\n" if search.databases else ""
        entries.append(
            f"TY  - JOUR\nTI  - {one.title}\nAU  - {one.author}, K\nPY  - {one.year}\n"
            f"T2  - Journal of Small Cases\nVL  - {one.key[1:]}\nDO  - {one.doi}\n"
            f"AB  - We asked people who telework. {one.title}.\n{database}ER  - \n\n"
        )
    return "".join(entries)


def review_toml(facts: Facts) -> str:
    """The text of review.toml, with all that the facts say about it."""
    languages = ", ".join(f'"{one}"' for one in facts.languages)
    head = (
        f'[review]\ntitle = "{facts.title}"\nlanguage = "{facts.language}"\n'
        f'languages = [{languages}]\nunit = "{facts.unit}"\n'
        f'previous_note = "{facts.previous_note}"\n'
    )
    parts = [head]
    parts += [f'[[round]]\nname = "{one}"\n' for one in facts.rounds]
    parts += [_search_toml(one) for one in facts.searches]
    names = ", ".join(f'"{one}"' for one in facts.reviewers)
    parts.append(
        f'[reviewers]\nnames = [{names}]\nscreening = "{facts.screening}"\n'
        f'eligibility = "{facts.eligibility}"\n'
    )
    parts.append(f"[ranking]\nrandom_share = {facts.random_share}\n")
    if facts.criterion:
        parts.append('[automation]\ncriteria = ["type"]\n')
    if facts.stopping:
        target, confidence = facts.stopping
        parts.append(
            f"[automation.stopping]\nexclude_unread = true\ntarget = {target}\n"
            f"confidence = {confidence}\n"
        )
    for number, (code, name) in enumerate(facts.contexts, start=2):
        parts.append(
            f'[[tables.contexts]]\ncode = "{code}"\nnumber = "{number}"\nname = "{name}"\n'
        )
    if facts.previous:
        parts.append(_previous_toml(facts.previous))
    told = [
        f"{key} = " + (f'"As told under {key}"' if words else "false") for key, words in facts.told
    ]
    parts.append("\n".join(["[manuscript]", *told, ""]))
    return "\n".join(parts)


def _search_toml(search: Search) -> str:
    told: dict[str, Any] = {
        "name": search.name,
        "round": search.round,
        "source": search.source,
        "kind": search.kind,
        "platform": search.platform,
    }
    lines = [f'{name} = "{value}"' for name, value in told.items() if value]
    lines += [f"run_on = {search.run_on}"] if search.run_on else []
    lines += [f"hits = {search.hits}"] if search.hits is not None else []
    return "\n".join(["[[search]]", *lines, ""])


def _previous_toml(previous: Previous) -> str:
    in_figure = str(previous.in_figure).lower()
    return (
        f'[previous]\nname = "{previous.name}"\nstudies = {previous.studies}\n'
        f"reports = {previous.reports}\nin_figure = {in_figure}\n"
    )
