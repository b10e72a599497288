"""Makes the team of a seed: its people, documents and searches, and their exports."""

import json
from collections.abc import Mapping
from random import Random

from tests.support.random_plans import AUTHORS, SHAPES, WORDS, seed_word
from tests.support.team_year.model import Model, Record
from tests.support.true_sentences.facts import Report, Search

NAMES = ("Ann", "Bo Øst", "Kari", "Li", "Per-Åge")
SOURCES = ("MEDLINE", "Embase", "PsycINFO", "Web of Science")


def model_of(seed: int) -> Model:
    """The team of a seed before it begins work."""
    chance = Random(f"team {seed}")
    people = chance.randint(2, 5)
    rounds = tuple(str(2020 + at) for at in range(chance.choice((1, 2, 2, 3))))
    return Model(
        seed=seed,
        documents=_documents(chance),
        rounds=rounds,
        searches=[_search(chance, at, rounds) for at in range(max(len(rounds), 3))],
        reviewers=list(NAMES[:people]),
        screening=chance.choice(("single", "double", "double", "double-blind")),
        eligibility=chance.choice(("single", "double")),
    )


def _documents(chance: Random) -> dict[str, Report]:
    words = chance.sample(WORDS, len(WORDS))
    made = {}
    for number in range(chance.randint(10, 18)):
        four = [words.pop() for _ in range(4)]
        made[f"d{number:02}"] = Report(
            key=f"d{number:02}",
            title=SHAPES[number % 2 * 2].format(*four),
            author=AUTHORS[number % len(AUTHORS)],
            year=2015 + number % 8,
            doi=f"10.5555/{seed_word(four)}",
        )
    return made


def _search(chance: Random, at: int, rounds: tuple[str, ...]) -> Search:
    return Search(
        name=f"search {at}",
        round=rounds[at] if at < len(rounds) else chance.choice(rounds),
        kind="website" if at == 2 and chance.random() < 0.3 else "database",
        source=SOURCES[at],
        platform="",
        run_on=f"2024-0{at + 1}-03",
        hits=None,
        listed=(),
    )


def ris(model: Model, file: str, documents: tuple[str, ...]) -> str:
    """An export of these documents; some sources have longer abstracts, some no DOI."""
    return "".join(_entry(model, Record(file, key)) for key in documents)


def _entry(model: Model, record: Record) -> str:
    one = model.documents[record.document]
    doi = "" if Random(f"{model.seed} doi {record}").random() < 0.2 else f"DO  - {one.doi}\n"
    return (
        f"TY  - JOUR\nTI  - {one.title}\nAU  - {one.author}, K\nPY  - {one.year}\n"
        f"T2  - Journal of Small Cases\nVL  - {one.key[1:]}\nSP  - {one.key[1:]}1\n{doi}"
        f"AB  - {model.text_of(record)}\nER  - \n\n"
    )


def review_toml(model: Model, was: Mapping[str, str]) -> str:
    """The text of review.toml with the team's current settings."""
    names = ", ".join(f'"{one}"' for one in model.reviewers)
    parts = [
        f'[review]\ntitle = "{model.title}"\nlanguage = "en"\n',
        *(f'[[round]]\nname = "{one}"\n' for one in model.rounds),
        *(_search_toml(one, was.get(one.name, "")) for one in model.searches),
        f"[reviewers]\nnames = [{names}]\naway = {json.dumps(model.away, ensure_ascii=False)}\n",
        f'screening = "{model.screening}"\neligibility = "{model.eligibility}"\n',
        "[ranking]\nrandom_share = 0.0\n",
    ]
    return "\n".join(parts)


def _search_toml(search: Search, was: str) -> str:
    lines = [
        "[[search]]",
        f'name = "{search.name}"',
        *([f'was = "{was}"'] if was else []),
        f'round = "{search.round}"',
        f'source = "{search.source}"',
        f'kind = "{search.kind}"',
        f"run_on = {search.run_on}",
    ]
    return "\n".join([*lines, ""])
