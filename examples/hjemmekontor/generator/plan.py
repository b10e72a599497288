"""Plans which search lists which report: the records of every search in every round."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from generator.dialects import DIALECTS, Source
from generator.disturb import doubtful_listing, numbered_from_one, second_listing
from generator.included import included_works
from generator.works import INCLUDED, Inventor, Work

PER_FILE = 500
"""Maximum number of records in an export file; platforms limit the size of a download."""

MADE_UP_PMID = 99_000_000
"""The first invented PubMed number; real ones had reached 42 million in 2025."""

HISTORY = ("1. telework*.ab,kf,kw,ti.", "2. limit 1 to last five years")
CODES = {"CINAHL": "ccm"}


@dataclass(slots=True, kw_only=True)
class RoundPlan:
    """The reports first found in a round, and the records that each of its searches lists."""

    name: str
    works: list[Work]
    listings: dict[str, list[Work]] = field(default_factory=dict)
    doubtful: list[Work] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search of review.toml."""

    name: str
    round: str
    platform: str
    source: str
    hits: int

    @property
    def numbers_by_pubmed(self) -> bool:
        """Whether its records have a PubMed number."""
        return self.platform == "PubMed" or self.source == "MEDLINE"


def make_plans(folder: Path) -> list[RoundPlan]:
    """The plans of all rounds, in order; the same on every call."""
    settings = tomllib.loads((Path(__file__).parent / "plan.toml").read_text(encoding="utf-8"))
    review = tomllib.loads((folder / "review.toml").read_text(encoding="utf-8"))
    names = ("name", "round", "platform", "source", "hits")
    searches = [Search(**{name: one[name] for name in names}) for one in review["search"]]
    inventor = Inventor(settings["seed"])
    included = iter(included_works(folder))
    plans: list[RoundPlan] = []
    for index, wanted in enumerate(settings["round"]):
        here = [one for one in searches if one.round == wanted["name"]]
        count = sum(one.hits for one in here) - _repeats(wanted)
        works = _new_works(wanted, inventor, included, (index, count))
        plan = RoundPlan(name=wanted["name"], works=works)
        earlier = [work for one in plans for work in one.works]
        _Spreader(plan, here, Random(f"{settings['seed']} {plan.name}")).spread(wanted, earlier)
        plans.append(plan)
    return plans


def _repeats(wanted: dict[str, Any]) -> int:
    """The number of records of reports that another record already lists."""
    in_several = (
        wanted["in_two_searches"] + 2 * wanted["in_three_searches"] + 3 * wanted["in_four_searches"]
    )
    return int(in_several + wanted["doubtful"] + wanted["found_again"])


def _new_works(
    wanted: dict[str, Any], inventor: Inventor, included: Iterator[Work], size: tuple[int, int]
) -> list[Work]:
    """The reports that are new in a round; `size` is the round's index and their number."""
    index, count = size
    works = [next(included) for _ in range(wanted["included"])]
    for element, times in wanted["full_text"].items():
        works += [inventor.full_text(element, index) for _ in range(times)]
    works += [inventor.irrelevant(index) for _ in range(count - len(works))]
    return [_numbered(work) for work in works]


def _numbered(work: Work) -> Work:
    """An invented report with an invented PubMed number."""
    if work.fate == INCLUDED:
        return work
    return replace(work, pmid=str(MADE_UP_PMID + int(work.key.removeprefix("made-"))))


class _Spreader:
    """Gives every search exactly its number of records."""

    def __init__(self, plan: RoundPlan, searches: Sequence[Search], random: Random) -> None:
        self.plan = plan
        self.searches = {one.name: one for one in searches}
        self.random = random
        self.room = Counter({one.name: one.hits for one in searches})
        plan.listings = {one.name: [] for one in searches}

    def spread(self, wanted: dict[str, Any], earlier: Sequence[Work]) -> None:
        """Place reports that are listed several times first, then the rest where there is room."""
        works = list(self.plan.works)
        self.random.shuffle(works)
        made_up = [one for one in works if one.fate != INCLUDED]
        self.plan.doubtful = made_up[: wanted["doubtful"]]
        for work in self.plan.doubtful:
            self._list_doubtfully(work)
        for work in self.random.sample(list(earlier), wanted["found_again"]):
            self._list(work, 1, first=False)
        doubtful = {one.key for one in self.plan.doubtful}
        others = [one for one in works if one.key not in doubtful]
        others.sort(key=lambda work: work.fate != INCLUDED)
        times = [4] * wanted["in_four_searches"] + [3] * wanted["in_three_searches"]
        times += [2] * wanted["in_two_searches"]
        times += [1] * (len(others) - len(times))
        self._list_all(others, times)
        for records in self.plan.listings.values():
            self.random.shuffle(records)

    def _list_all(self, works: Sequence[Work], times: Sequence[int]) -> None:
        """List included reports in two searches each, if possible, and others as often as drawn."""
        drawn = list(times)
        for work in works:
            often = 2 if work.fate == INCLUDED else drawn[0]
            drawn.remove(often)
            self._list(work, often)

    def _list(self, work: Work, times: int, *, first: bool = True) -> None:
        for name in self._draw(work, times):
            alone = first and times == 1 and work.fate != INCLUDED
            if alone and self.searches[name].platform == "EBSCOhost":
                work = numbered_from_one(work)
            self._add(name, work if first else second_listing(work, self.random))
            first = False

    def _list_doubtfully(self, work: Work) -> None:
        second = next(
            name for name in self._draw(work, 9) if not self.searches[name].numbers_by_pubmed
        )
        first = next(name for name in self._draw(work, 9) if name != second)
        self._add(first, work)
        self._add(second, doubtful_listing(work, self.random))

    def _draw(self, work: Work, times: int) -> list[str]:
        """Draw different searches with room, in proportion to their room."""
        drawn: list[str] = []
        while len(drawn) < times:
            open_ones = [
                name
                for name, room in self.room.items()
                if room
                and name not in drawn
                and (work.pmid or not self.searches[name].numbers_by_pubmed)
            ]
            if not open_ones:
                break
            weights = [self.room[name] for name in open_ones]
            drawn += self.random.choices(open_ones, weights)
        return drawn

    def _add(self, name: str, work: Work) -> None:
        self.room[name] -= 1
        numbered = self.searches[name].numbers_by_pubmed
        self.plan.listings[name].append(work if numbered else replace(work, pmid=""))


def exports_of(plan: RoundPlan, folder: Path) -> dict[Path, str]:
    """The export files of a round by their path under searches/, in order."""
    review = tomllib.loads((folder / "review.toml").read_text(encoding="utf-8"))
    made: dict[Path, str] = {}
    for search in review["search"]:
        if search["round"] != plan.name:
            continue
        home = folder / "searches" / plan.name / search["name"]
        source = Source(
            database=search["source"], code=CODES.get(search["source"], ""), history=HISTORY
        )
        works = plan.listings[search["name"]]
        suffix = "nbib" if search["platform"] == "PubMed" else "ris"
        for part, start in enumerate(range(0, len(works), PER_FILE), start=1):
            path = home / f"{search['name']}-{part}.{suffix}"
            listed = works[start : start + PER_FILE]
            made[path] = DIALECTS[search["platform"]](listed, replace(source, first=start + 1))
    return made


def write_round(plan: RoundPlan, folder: Path) -> list[Path]:
    """Write the exports of a round; return the paths in order."""
    made = exports_of(plan, folder)
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(made)
