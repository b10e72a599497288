"""The facts of the manuscript's sentences: each says what is true where its sentence is false."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from tests.support.true_sentences.facts import Search, Stage
from tests.support.true_sentences.world import REASONS, STAGES, World
from tests.support.true_sentences.written import NUMBER, number

Groups = Mapping[str, str]
"""The parts of a sentence by name; "" is the whole of it."""

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
}


def _n(groups: Groups, name: str = "n") -> int:
    return number(groups[name])


def _equal(name: str, true: int, groups: Groups) -> str:
    """Nothing where a number of the sentence is the true one."""
    return "" if _n(groups, name) == true else f"{true}"


def box(*boxes: str) -> Callable[[Groups, World], str]:
    """The sentence's numbers n, m, k are those of boxes over both columns."""

    def fact(groups: Groups, world: World) -> str:
        true = {name: world.boxes[box] for name, box in zip("nmk", boxes, strict=False)}
        wrong = [name for name in true if groups.get(name) and _n(groups, name) != true[name]]
        return ", ".join(f"{box} {world.boxes[box]}" for box in boxes) if wrong else ""

    return fact


def never(why: str) -> Callable[[Groups, World], str]:
    return lambda _groups, _world: why


def always(_groups: Groups, _world: World) -> str:
    return ""


def _list(text: str) -> set[str]:
    return {one.strip() for one in re.split(r", | and | og ", text) if one.strip()}


def searched(groups: Groups, world: World) -> str:
    """We searched X, Y and Z in two rounds: the sources that were searched, and in how many."""
    true = {one.source for one in world.ran}
    rounds = {one.round for one in world.ran}
    told = _n(groups) if groups["n"] else 1
    if _list(groups["what"]) == true and told == max(1, len(rounds)):
        return ""
    return f"{', '.join(sorted(true)) or 'nothing'} was searched, in {len(rounds)} rounds"


def _day(text: str) -> str:
    """A date in words as an ISO date."""
    day, month, year = text.replace(".", "").split()
    months = next(one.split() for one in MONTHS.values() if month in one.split())
    return date(int(year), months.index(month) + 1, int(day)).isoformat()


def was_run(groups: Groups, world: World) -> str:
    """The search X was run on DATE in SOURCE and gave n records."""
    search = world.search(groups["name"])
    if search is None or search not in world.ran:
        return "this search was never run, or nothing is known of it"
    wrong = [*_wrong_day(groups, search), *_wrong_place(groups, search)]
    if groups.get("n") and _n(groups) != len(search.listed):
        wrong.append(f"it gave {len(search.listed)} records")
    if groups.get("m") and _n(groups, "m") != search.hits:
        wrong.append(f"the source stated {search.hits}")
    if not groups.get("n") and search.listed:
        wrong.append("its records are imported")
    return "; ".join(wrong)


def _wrong_day(groups: Groups, search: Search) -> Iterator[str]:
    told = _day(groups["day"]) if groups.get("day") else ""
    if told != search.run_on:
        yield f"run on {search.run_on}" if search.run_on else "nobody said when it was run"


def _wrong_place(groups: Groups, search: Search) -> Iterator[str]:
    place = search.source
    if search.platform and search.platform != search.source:
        place += f" ({search.platform})"
    if groups["place"] != place:
        yield f"in {place}"


def people(groups: Groups, world: World) -> str:
    """N people screened records and assessed reports: so many decided at both stages."""
    said = {stage: world.people(stage) for stage in STAGES}
    readers = {stage: world.readers(stage) for stage in said}
    if all(len(said[stage]) == _n(groups) and readers[stage] == {_n(groups)} for stage in said):
        return ""
    return (
        f"screened by {said['screening']}, each read by {readers['screening']}; "
        f"assessed by {said['eligibility']}, each read by {readers['eligibility']}"
    )


def people_at(stage: Stage) -> Callable[[Groups, World], str]:
    """N people did one stage; independently is claimed of two only."""

    def fact(groups: Groups, world: World) -> str:
        told, said = _n(groups), world.people(stage)
        alone = "independently" in groups[""] or "uavhengig" in groups[""]
        readers = world.readers(stage)
        if len(said) == told and (not alone or min(readers, default=0) >= 2):
            return ""
        return f"by {said}, each read by {readers}"

    return fact


def settled(groups: Groups, world: World) -> str:
    """Disagreements (n = N) were settled by consensus."""
    true = {stage: world.settled(stage) for stage in STAGES}
    sums = {*true.values(), sum(true.values())}
    return "" if _n(groups) in sums and _n(groups) else f"settled: {true}"


def ranking(_groups: Groups, world: World) -> str:
    left = world.boxes["all_automation_stopping_records"]
    return f"{left} were left unread by the stopping rule" if left else ""


def duplicates(groups: Groups, world: World) -> str:
    if groups["n"].lower() in {"none", "no", "ingen"} and "none duplicates" in groups[""]:
        return "no duplicates (the words)"
    return box("all_duplicates_software_records", "all_duplicates_people_records")(groups, world)


def screened(groups: Groups, world: World) -> str:
    """We screened n records and excluded m; nothing to tell where nobody screened."""
    if not world.boxes["all_screened_records"]:
        return "nobody has screened anything"
    return box("all_screened_records", "all_excluded_records")(groups, world)


def assessed(groups: Groups, world: World) -> str:
    """N were assessed."""
    told = number(groups.get("n") or groups["k"])
    true = world.boxes["all_assessed_reports"]
    return "" if told == true else f"{true}"


def assessed_and_excluded(groups: Groups, world: World) -> str:
    """N were assessed, and m of them excluded for these reasons."""
    wrong = box("all_assessed_reports", "all_excluded_reports")(groups, world)
    return wrong or reasons(groups, world)


def reasons(groups: Groups, world: World) -> str:
    """The reasons with their numbers."""
    told = {
        word.strip().lower(): int(n)
        for word, n in re.findall(r"([^;():]+?) \(n = (\d+)\)", groups.get("reasons", ""))
    }
    by_code: Mapping[str, int] = world.boxes.reasons.get("all_excluded_reports", {})
    for words in REASONS.values():
        if told == {words[code].lower(): n for code, n in by_code.items()}:
            return ""
    return f"reasons: {dict(by_code)}"


def included(groups: Groups, world: World) -> str:
    """N studies, or n reports, were included."""
    studies = (groups["what"] or groups.get("also", "")).startswith("stud")
    true = world.boxes["new_studies" if studies else "all_included_reports"]
    return "" if number(groups.get("n") or groups["k"]) == true else f"{true}"


def years(groups: Groups, world: World) -> str:
    found = re.findall(rf"({NUMBER}) (?:[a-z]+ publi\w+ )?(?:in|i) (\d{{4}})", groups[""].lower())
    told = {int(year): number(n) for n, year in found}
    allowed = world.years()
    return "" if told in allowed else " or ".join(str(dict(sorted(one.items()))) for one in allowed)


def countries(groups: Groups, world: World) -> str:
    told = {name: int(n) for name, n in re.findall(r"([^,:]+?) \(n = (\d+)\)", groups["lands"])}
    told = {name.strip(): n for name, n in told.items()}
    true = world.countries()
    return "" if told == true and _n(groups) == len(true) else f"{true}"


def contexts(groups: Groups, world: World) -> str:
    """By time of data collection: only of a review that has contexts, and of rows that count."""
    if not world.facts.contexts or not world.rows:
        return "the review has no contexts" if world.rows else "no data are extracted"
    told = {name.strip(): int(n) for name, n in re.findall(r"(\w+) \(n = (\d+)\)", groups[""])}
    true = {
        name.lower(): sum(row.context == code for row in world.rows)
        for code, name in world.facts.contexts
    }
    return "" if {**dict.fromkeys(true, 0), **told} == true else f"{true}"


def waiting(groups: Groups, world: World) -> str:
    return _equal("n", world.without_row, groups)


def extracted(groups: Groups, world: World) -> str:
    """Data were extracted from n of m."""
    whole = len(world.studies)
    true = {(whole - world.without_row, whole), (len(world.rows), world.included())}
    return "" if (_n(groups), _n(groups, "m")) in true else f"{true}"


def pending(groups: Groups, world: World) -> str:
    stages = ("screened_records", "sought_reports", "assessed_reports")
    return _equal("n", sum(world.boxes[f"all_not_yet_{one}"] for one in stages), groups)


def note(groups: Groups, world: World) -> str:
    note = world.facts.previous_note
    return "" if groups[""] == note else f"the author's note is {note!r}"


def previous(groups: Groups, world: World) -> str:
    previous = world.facts.previous
    return "" if previous and previous.name in groups[""] else "there is no earlier review"


def kappa(groups: Groups, world: World) -> str:
    true = [world.agreement(stage)[2] for stage in STAGES]
    told = float(groups["kappa"].replace(",", "."))
    near = any(one is not None and abs(one - told) < 0.0051 for one in true)
    return "" if near else f"{true}"


def no_searches(_groups: Groups, world: World) -> str:
    return f"{len(world.facts.searches)} are registered" if world.facts.searches else ""
