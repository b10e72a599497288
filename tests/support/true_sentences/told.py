"""Compares what status, the letters and the change log report with the facts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.true_sentences.facts import Facts, Moment, Stage
from tests.support.true_sentences.findings import Finding, kind, unlike
from tests.support.true_sentences.numbers_of_flow import summary_findings
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

NUMBERS = kind("status: numbers", "status --json has the numbers of the facts")
TABLE = kind("status: table", "the table of status has the numbers of the facts")
LEFT = kind("status: left", "what is left for somebody waits for that person's word")
UNREAD = kind("status: unread", "unread is what nobody has read, not what is in conflict")
CONFLICTS = kind("status: disagreements", "the disagreements are those that wait")
AGREEMENT = kind("status: agreement", "agreement and kappa are those of the decisions")
STOPPING = kind("status: stopping", "the stopping test is that of the decisions")
LETTER_FLOW = kind("letter: flow", "the letter's flow is that of the moment")
LETTER_NEW = kind("letter: new", "the letter's news is what came since the letter before")
LETTER_OTHERS = kind("letter: other methods", "the letter's other methods are those of the flow")
LETTER_DONE = kind("letter: decisions and inclusions", "the letter tells what was decided since")
LETTER_UNREAD = kind("letter: unread", "the letter's unread are unread")
LETTER_LISTS = kind("letter: lists", "a title that one person decides stands on one list")
LETTER_WAITS = kind("letter: disagreements", "the letter's disagreements are those that wait")
LETTER_DAYS = kind("letter: dates", "the letter has the days that review.toml gives")
STATUS_OTHERS = kind("status: other methods", "status has the other methods of the facts")
OUT = kind("status: lists that are out", "a list that is out waits for as many as it says")
CHANGES_EVERY = kind("changes.md: every state", "each state that was reported has a row")
CHANGES_LAST = kind("changes.md: last row", "the last row of the change log is the figures'")
CHANGES_ROWS = kind("changes.md: rows", "each row of the change log was true when it was written")

LABELS = {
    "identified": "identified_records",
    "duplicates, by software": "duplicates_software_records",
    "duplicates, by people": "duplicates_people_records",
    "removed by automation": "excluded_automatic_records",
    "removed for other reasons": "excluded_other_records",
    "screened": "screened_records",
    "not yet screened": "not_yet_screened_records",
    "excluded": "excluded_records",
    "sought in full text": "all_sought_reports",
    "not retrieved": "all_not_retrieved_reports",
    "assessed in full text": "all_assessed_reports",
    "excluded in full text": "all_excluded_reports",
    "ongoing studies": "all_ongoing_reports",
    "awaiting classification": "all_awaiting_reports",
    "included": "all_included_reports",
}
LETTER = {
    "Records identified|Identifiserte referanser": "identified_records",
    "Duplicates removed|Dubletter fjernet": "duplicates_records",
    "Screened|Vurdert på tittel og sammendrag": "screened_records",
    "Not yet screened|Ennå ikke vurdert på tittel og sammendrag": "not_yet_screened_records",
    "Assessed in full text|Vurdert i fulltekst": "all_assessed_reports",
    "(?:Reports|Articles) included|Inkluderte (?:publikasjoner|artikler)": "all_included_reports",
    "Studies included|Inkluderte studier": "new_studies",
}
RECORDS = {"identified_records", "duplicates_records", "screened_records"}
RECORDS |= {"not_yet_screened_records"}
"""Boxes with a number for each column of the letter, if other methods found anything."""
NEW = {
    "decisions": {"New decisions", "Nye avgjørelser"},
    "notes": {"New retrieval decisions", "Nye svar om innhenting"},
    "included": {"Reports newly included", "Articles newly included"},
    "gone": {"Reports no longer included", "Articles no longer included"},
}
NEW["included"] |= {"Nye inkluderte publikasjoner", "Nye inkluderte artikler"}
NEW["gone"] |= {f"{one} som ikke lenger er inkludert" for one in ("Publikasjoner", "Artikler")}
STAGES: dict[Stage, str] = {
    "screening": "title and abstract screening|screening av tittel og sammendrag",
    "eligibility": "full-text assessment|vurdering i fulltekst",
}


def told_findings(written: Written, world: World) -> Iterator[Finding]:
    """Errors in status, in each letter and in the change log."""
    yield from summary_findings(NUMBERS, "status --json", written.status, world)
    yield from _status_table(written.status_text, world)
    yield from _status(written.status, world)
    yield from _status_lines(written.status_text, world)
    before = None
    for moment in world.facts.moments:
        if moment.letter:
            yield from _letter(moment, before, world.facts)
            before = moment
    yield from _changes(written.text("changes.md"), world)


def _status_table(text: str, world: World) -> Iterator[Finding]:
    columns = [*world.rounds, None]
    for line in text.splitlines():
        found = re.match(r"(\D+?)\s+([\d, ]+)$", line)
        if found and found[1].strip() in LABELS:
            box = LABELS[found[1].strip()]
            told = [int(one.replace(",", "")) for one in found[2].split()]
            true = [world.flow((one,) if one else None)[box] for one in columns]
            if told != true:
                yield Finding(
                    kind=TABLE, where=f"status, {found[1]}", there=f"{told}", true=f"{true}"
                )
    others = world.boxes["other_identified_records"]
    there = re.search(r"^identified, other methods .*?(\d+)$", text, re.MULTILINE)
    if (int(there[1]) if there else 0) != others:
        said = there[0] if there else "not a word"
        yield Finding(kind=STATUS_OTHERS, where="status", there=said, true=f"{others}")


def _status(found: Mapping[str, Any], world: World) -> Iterator[Finding]:
    facts = world.facts
    for stage in ("screening", "retrieval", "eligibility"):
        left = found["left"][stage]
        true = {one: world.waiting(stage, one) for one in facts.reviewers}
        if facts.scheme(stage) == "single" and len(facts.reviewers) > 1:
            left, true = {"together": sum(left.values())}, {"together": max(true.values())}
        yield from unlike(LEFT, f"status --json, left at {stage}", left, true)
        told, waits = {stage: found["conflicts"][stage]}, {stage: world.conflicts(stage)}
        yield from unlike(CONFLICTS, "status --json, conflicts", told, waits)
        yield from _out(found["out"][stage], stage, world)
    unread = found["progress"]["unread"]
    if unread not in world.unread():
        yield Finding(
            kind=UNREAD, where="status --json", there=f"{unread}", true=f"{world.unread()}"
        )
    yield from _agreement(found["agreement"], world)
    if facts.stopping:
        yield from _stopping(found["stopping"], world.standing.stopping_p())


def _stopping(told: Mapping[str, Any], exact: float) -> Iterator[Finding]:
    """Check the test's p, which is larger if reports were passed over or read out of order."""
    p, by_rank = told["p"], not told["apart"] and not told["passed_over"]
    if p < exact - 1e-9 or (by_rank and p > exact + 1e-9):
        yield Finding(kind=STOPPING, where="status --json, p", there=f"{p}", true=f"{exact}")


def _out(lists: list[Mapping[str, Any]], stage: Stage, world: World) -> Iterator[Finding]:
    """Check the unreturned lists: each had all waiting reports, so the latest have the rest."""
    waiting: dict[str, int] = {}
    for one in lists:
        waiting[one["reviewer"]] = waiting.get(one["reviewer"], 0) + one["waiting"]
    for reviewer, count in waiting.items():
        most = world.waiting(stage, reviewer)
        if count > most:
            where = f"status --json, lists that are out at {stage}"
            there = f"{reviewer} {count}"
            yield Finding(kind=OUT, where=where, there=there, true=f"at most {most} wait")


def _agreement(found: Mapping[str, Any], world: World) -> Iterator[Finding]:
    for stage in ("screening", "eligibility"):
        n, agreed, kappa = world.agreement(stage)
        told = found.get(f"{stage}: ann and bo", {"n": 0, "agreed": 0, "kappa": None})
        there = (told["n"], told["agreed"], told["kappa"])
        same = there[:2] == (n, agreed) and (kappa is None) == (there[2] is None)
        if not same or (kappa is not None and abs(kappa - there[2]) > 1e-9):
            where = f"status --json, agreement at {stage}"
            yield Finding(kind=AGREEMENT, where=where, there=f"{there}", true=f"{n, agreed, kappa}")


def _status_lines(text: str, world: World) -> Iterator[Finding]:
    """Errors in the sentences below the table."""
    for n, stage in re.findall(r"([\d,]+) disagreements? at (\w+)", text):
        yield from unlike(CONFLICTS, "status", {stage: _digits(n)}, {stage: world.conflicts(stage)})
    found = re.search(r"([\d,]+) are unread", text)
    if found and _digits(found[1]) not in world.unread():
        yield Finding(kind=UNREAD, where="status", there=found[0], true=f"{world.unread()}")
    decided = len(world.standing.reading())
    found = re.search(r"(?:All )?([\d,]+) reports were screened", text)
    if found and _digits(found[1]) != decided:
        yield Finding(kind=UNREAD, where="status", there=found[0], true=f"{decided}")
    if (
        found
        and found[0].startswith("All")
        and (left := world.boxes["all_not_yet_screened_records"])
    ):
        true = f"{left} are not yet screened"
        yield Finding(kind=UNREAD, where="status", there=found[0], true=true)


def _columns(text: str) -> dict[str, tuple[int, int]]:
    """The rows of the letter's flow with a number for each of PRISMA's columns."""
    found = re.findall(
        r"^\| ([^|]+?) \| ([\d., \u00a0]+?) \| ([\d., \u00a0]+?) \|$", text, re.MULTILINE
    )
    return {name: (_digits(left), _digits(right)) for name, left, right in found}


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _rows(text: str) -> dict[str, str]:
    return dict(re.findall(r"^\| ([^|]+?) \| ([\d., \u00a0]+?) \|$", text, re.MULTILINE))


def _letter(moment: Moment, before: Moment | None, facts: Facts) -> Iterator[Finding]:
    world = World(facts.at(moment))
    where = f"letter of update {facts.moments.index(moment) + 1}"
    rows = {label: _digits(n) for label, n in _rows(moment.letter).items()}
    yield from _flow_of_letter(moment.letter, rows, where, world)
    yield from _done(rows, where, world, World(facts.at(before)) if before else None)
    yield from _news(rows, where, world, World(facts.at(before)) if before else None)
    yield from _lists(moment.letter, where, world)
    for stage, words in STAGES.items():
        for n in re.findall(rf"(?:{words}): (\d+) (?:disagreements|uenigheter)", moment.letter):
            told, true = {stage: int(n)}, {stage: world.conflicts(stage)}
            yield from unlike(LETTER_WAITS, where, told, true)
    for search in facts.searches:
        if found := re.search(rf"^- {search.name}: ([\d.-]+)$", moment.letter, re.MULTILINE):
            day = "-".join(reversed(found[1].split("."))) if "." in found[1] else found[1]
            if day != search.run_on:
                true_day = search.run_on or "not known"
                yield Finding(kind=LETTER_DAYS, where=where, there=found[0], true=true_day)


def _flow_of_letter(
    letter: str, rows: Mapping[str, int], where: str, world: World
) -> Iterator[Finding]:
    """Errors in the numbers of the flow, in one column or in both of PRISMA's."""
    apart = _columns(letter)
    told = {(label, ""): n for label, n in rows.items()}
    told |= {(label, ""): left for label, (left, _) in apart.items()}
    told |= {(label, "other_"): right for label, (_, right) in apart.items()}
    boxes = {
        (label, column): f"{column}{box}"
        for label, column in told
        for pattern, box in LETTER.items()
        if re.fullmatch(pattern, label)
    }
    shown = {boxes[key]: n for key, n in told.items() if key in boxes}
    yield from unlike(LETTER_FLOW, where, shown, world.boxes.numbers)
    others = world.boxes["other_identified_records"]
    if others and not {f"other_{one}" for one in RECORDS} <= set(shown):
        yield Finding(kind=LETTER_OTHERS, where=where, there="one column", true=f"{others} records")


def _done(
    rows: Mapping[str, int], where: str, world: World, before: World | None
) -> Iterator[Finding]:
    """Errors in what was decided, included or removed since the previous letter."""
    said = world.facts.said[len(before.facts.said) if before else 0 :]
    old = set(before.standing.included()) if before else set()
    now = set(world.standing.included())
    notes = sum(one.stage == "retrieval" for one in said)
    true = {"decisions": len(said) - notes, "notes": notes}
    true |= {"included": len(now - old), "gone": len(old - now)}
    for what, labels in NEW.items():
        told = next((n for label, n in rows.items() if label in labels), 0)
        yield from unlike(LETTER_DONE, where, {what: told}, true)


def _news(
    rows: Mapping[str, int], where: str, world: World, before: World | None
) -> Iterator[Finding]:
    old = set(before.standing.found_by) if before else set()
    records = sum(len(one.listed) for one in world.facts.searches)
    records -= sum(len(one.listed) for one in before.facts.searches) if before else 0
    reports = len(set(world.standing.found_by) - old)
    for label, n in rows.items():
        if label in {"New records", "Nye referanser"}:
            yield from unlike(LETTER_NEW, where, {label: n}, {label: records})
        elif label in {"New unique reports", "Nye unike referanser"}:
            yield from unlike(LETTER_NEW, where, {label: n}, {label: reports})
        elif label in {"Unread in total", "Uleste i alt"} and n not in world.unread():
            true = " or ".join(map(str, sorted(world.unread())))
            yield Finding(kind=LETTER_UNREAD, where=where, there=f"{label} {n}", true=true)


def _lists(letter: str, where: str, world: World) -> Iterator[Finding]:
    found = re.findall(r"^- (\w+): lists/screening\S* \(n = (\d+)\)$", letter, re.MULTILINE)
    told = {name: int(n) for name, n in found}
    if not told:
        return
    true = {one: world.waiting("screening", one) for one in told}
    if world.facts.screening == "single":
        told, true = {"together": sum(told.values())}, {"together": max(true.values())}
    yield from unlike(LETTER_LISTS, where, told, true)


def _changes(text: str, world: World) -> Iterator[Finding]:
    """Errors in the rows of the change log, compared with the reported states in order."""
    rows = [
        line.strip("| \n").split(" | ") for line in text.splitlines() if re.match(r"\| \d", line)
    ]
    told = [tuple(int(re.sub(r"\D", "", row[at])) for at in (5, 6, 7)) for row in rows]
    states = [_state(World(world.facts.at(one))) for one in world.facts.moments]
    if told and told[0] != states[-1]:
        yield Finding(
            kind=CHANGES_LAST, where="changes.md", there=f"{told[0]}", true=f"{states[-1]}"
        )
    apart = {(one.imported, one.said, one.links) for one in world.facts.moments}
    if not len(apart) <= len(told) <= len(states):
        yield Finding(kind=CHANGES_EVERY, where="changes.md", there=f"{told}", true=f"{states}")
    rest = iter(states)
    for row in reversed(told):
        if not any(row == state for state in rest):
            yield Finding(kind=CHANGES_ROWS, where="changes.md", there=f"{row}", true=f"{states}")
            return


def _state(world: World) -> tuple[int, int, int]:
    boxes = world.boxes
    return boxes["screened_records"], boxes["all_included_reports"], boxes["new_studies"]
