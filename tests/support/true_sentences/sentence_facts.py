"""The facts of the manuscript's sentences; each function returns the truth if one is false."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from tests.support.true_sentences.facts import Search, Stage
from tests.support.true_sentences.world import REASONS, STAGES, World
from tests.support.true_sentences.written import NUMBER, number

DAY = r"\d+\.? \w+ \d{4}"
Groups = Mapping[str, str]
"""The parts of a sentence by name; "" is the whole sentence."""

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
}


def _n(groups: Groups, name: str = "n") -> int:
    return number(groups[name])


def _equal(name: str, true: int, groups: Groups) -> str:
    """Empty if a number of the sentence is true; else the true number."""
    return "" if _n(groups, name) == true else f"{true}"


def box(*boxes: str) -> Callable[[Groups, World], str]:
    """Check that the numbers n, m, k are those of boxes over both columns."""

    def fact(groups: Groups, world: World) -> str:
        true = {name: world.boxes[box] for name, box in zip("nmk", boxes, strict=False)}
        wrong = [name for name in true if groups.get(name) and _n(groups, name) != true[name]]
        return ", ".join(f"{box} {world.boxes[box]}" for box in boxes) if wrong else ""

    return fact


def never(why: str) -> Callable[[Groups, World], str]:
    return lambda _groups, _world: why


def always(_groups: Groups, _world: World) -> str:
    return ""


WAYS = {
    "data": "database",
    "stud": "register",
    "webs": "website",
    "nett": "website",
    "orga": "organisation",
    "cita": "citations",
    "site": "citations",
}
"""The first letters of words for a kind of source, and the kind in review.toml."""

RUN = re.compile(
    rf"(?:^|,? (?:and |og )?)(?:on |dato )?(?P<day>\[[^]]+\]|{DAY}) \((?P<n>{NUMBER}) \w+"
    rf"(?:; (?:the source reported|kilden oppga) (?P<m>{NUMBER}) (?:hits|treff))?\)"
)
"""Matches one run of a search: day, records, and the hits if they differ."""


def searched(groups: Groups, world: World) -> str:
    """Check "We searched n databases": each searched one, with day and records of each run."""
    kind = WAYS[groups["way"][:4]]
    true: dict[str, list[tuple[str, int, int | None]]] = {}
    for one in world.ran:
        if one.kind == kind:
            n = len(one.listed)
            hits = one.hits if one.hits not in (None, n) else None
            true.setdefault(_place(one), []).append((one.run_on, n, hits))
    told: dict[str, list[tuple[str, int, int | None]]] = {}
    for part in re.split(r"(?<=\)); ", groups["places"] + ")"):
        first = RUN.search(part)
        place = part[: first.start()] if first else part
        told[place] = [
            (_day(run["day"]), number(run["n"]), number(run["m"]) if run["m"] else None)
            for run in RUN.finditer(part)
        ]
    if _n(groups) == len(true) and told == true:
        return ""
    return f"{true or 'nothing'} of kind {kind} was searched"


def rounds(groups: Groups, world: World) -> str:
    true = len({one.round for one in world.ran})
    return _equal("n", true, groups)


def waits(_groups: Groups, _world: World) -> str:
    """Check "[to be filled in]": always true, since random reviews have no outcomes."""
    return ""


def _day(text: str) -> str:
    """A date in words as an ISO date; "" if it is to be filled in."""
    if text.startswith("["):
        return ""
    day, month, year = text.replace(".", "").split()
    months = next(one.split() for one in MONTHS.values() if month in one.split())
    return date(int(year), months.index(month) + 1, int(day)).isoformat()


def _place(search: Search) -> str:
    apart = search.platform and search.platform != search.source
    return f"{search.source} ({search.platform})" if apart else search.source


def people_at(stage: Stage) -> Callable[[Groups, World], str]:
    """Check "n people did one stage", independently or each alone; it must hold for all or none."""

    def fact(groups: Groups, world: World) -> str:
        told, said = _n(groups), world.people(stage)
        readers = world.readers(stage)
        both = "independently" in groups[""] or "uavhengig" in groups[""]
        one = "assessed by one of" in groups[""] or "vurdert av én av" in groups[""]
        all_both = bool(readers) and min(readers) >= 2
        all_one = len(said) > 1 and readers == {1}
        if len(said) == told and (both, one) == (all_both, all_one):
            return ""
        return f"by {said}, each read by {readers}"

    return fact


def read_by_two_and_one(groups: Groups, world: World) -> str:
    """Check "of the decided reports, n were read by two people and m by one"."""
    true = {}
    for stage in STAGES:
        counts = world.read_by(stage)
        true[stage] = (sum(n > 1 for n in counts), sum(n == 1 for n in counts))
    return "" if (_n(groups), _n(groups, "m")) in true.values() else f"{true}"


def read_again(groups: Groups, world: World) -> str:
    """Check that no more reports were read again than two people have read."""
    two = sum(count > 1 for count in world.read_by("screening"))
    return "" if _n(groups) <= two else f"{two} were read by two people"


def not_assessed(_groups: Groups, world: World) -> str:
    said = world.people("eligibility")
    return f"{said} assessed full texts" if said else ""


def settled(groups: Groups, world: World) -> str:
    """Check "disagreements (n = N) were resolved by consensus, or by a third person"."""
    true = {stage: world.settled(stage) for stage in STAGES}
    sums = {*true.values(), sum(true.values())}
    by = {one.reviewer == "consensus" for one in world.facts.said if one.resolves}
    if re.search("consensus|konsensus", groups[""]) and True not in by:
        return "they were settled by a third person"
    if re.search("third|tredje", groups[""]) and False not in by:
        return "they were settled by consensus"
    return "" if _n(groups) in sums and _n(groups) else f"settled: {true}"


def read_in_order(_groups: Groups, world: World) -> str:
    return "" if world.people("screening") else "nobody has screened anything"


def ranking(groups: Groups, world: World) -> str:
    left = world.boxes["all_automation_stopping_records"]
    told = f"{left} were left unread by the stopping rule" if left else ""
    return told or read_in_order(groups, world)


def duplicates(groups: Groups, world: World) -> str:
    if "none duplicates" in groups[""]:
        return "no duplicates (the words)"
    return box("all_duplicates_software_records", "all_duplicates_people_records")(groups, world)


def no_duplicates(_groups: Groups, world: World) -> str:
    found = world.boxes["all_duplicates_records"]
    return f"{found} duplicates" if found else ""


def screened(groups: Groups, world: World) -> str:
    """Check "we screened n records and excluded m", which is absent if nobody screened."""
    if not world.boxes["all_screened_records"]:
        return "nobody has screened anything"
    return box("all_screened_records", "all_excluded_records")(groups, world)


def assessed(groups: Groups, world: World) -> str:
    """Check "n were assessed"."""
    told = number(groups.get("n") or groups["k"])
    true = world.boxes["all_assessed_reports"]
    return "" if told == true else f"{true}"


def assessed_and_excluded(groups: Groups, world: World) -> str:
    """Check "n were assessed, and m of them excluded for these reasons"."""
    wrong = box("all_assessed_reports", "all_excluded_reports")(groups, world)
    return wrong or reasons(groups, world)


def reasons(groups: Groups, world: World) -> str:
    """Check the reasons and their numbers."""
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
    """Check "n studies (or n reports) were included"."""
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
    several = any(len(row.countries) > 1 for row in world.rows)
    told_of = bool(groups["several"]) == several
    return "" if told == true and _n(groups) == len(true) and told_of else f"{true}, {several=}"


def contexts(groups: Groups, world: World) -> str:
    """Check the periods of data collection, only for reviews with contexts and for valid rows."""
    if not world.facts.contexts or not world.rows:
        return "the review has no contexts" if world.rows else "no data are extracted"
    told = {name.strip(): int(n) for name, n in re.findall(r"(\w+) \(n = (\d+)\)", groups[""])}
    true = {
        name.lower(): sum(row.context == code for row in world.rows)
        for code, name in world.facts.contexts
    }
    return "" if {**dict.fromkeys(true, 0), **told} == true else f"{true}"


def no_data(_groups: Groups, world: World) -> str:
    return f"{len(world.rows)} studies have a row" if world.rows else ""


def extracted(groups: Groups, world: World) -> str:
    """Check "data were extracted from n of m"."""
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
    """Check "the review updates X, which included n studies (m reports)"."""
    previous = world.facts.previous
    if not previous or previous.name not in groups[""]:
        return "there is no earlier review"
    told = [number(n) for n in re.findall(rf"\b({NUMBER}) (?:stud|rep|art|pub)", groups[""])]
    true = [previous.studies, previous.reports]
    return "" if told == true else f"it included {true}"


def agreement(groups: Groups, world: World) -> str:
    """Check the agreement in per cent, its number of reports, and kappa if there is one."""
    told = None if not groups["kappa"] else float(groups["kappa"].replace(",", "."))
    for stage in STAGES:
        both, agreed, kappa = world.agreement(stage)
        if (int(groups["agreed"]), int(groups["both"])) != (agreed, both):
            continue
        near = both and abs(int(groups["share"]) - 100 * agreed / both) < 1
        if near and (kappa is None) == (told is None) and abs((kappa or 0) - (told or 0)) < 0.0051:
            return ""
    return f"{[world.agreement(stage) for stage in STAGES]}"
