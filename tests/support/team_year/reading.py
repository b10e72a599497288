"""What a team does with its lists: request, fill in, return, resolve, withdraw."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from flows.review.atomic_files import safe_name
from tests.support.team_year.model import Record, Word
from tests.support.team_year.play import Given, List, Play, digest
from tests.support.team_year.sheets import (
    FORMS,
    HABITS,
    REASONS,
    VERDICTS,
    Sheet,
    opened,
    save_as,
    saved,
)

REFUSED = "a list that nobody damaged is taken in"
LOST = "every word that was given back counts"


def asked(play: Play, chance: Random, *, stage: str = "screening", every: bool = False) -> None:
    """Somebody requests the next reports to read."""
    who = chance.choice(play.model.at_work)
    ask(play, who, stage, () if every else ("--batch", "--top", chance.randint(2, 7)))


def asked_for_all(play: Play, chance: Random) -> None:
    """Somebody requests all waiting reports, whatever is on other lists."""
    asked(play, chance, every=True)


def asked_for_full_texts(play: Play, chance: Random) -> None:
    """Somebody requests full texts to read."""
    asked(play, chance, stage="eligibility")


def ask(play: Play, who: str, stage: str, how: Iterable[object]) -> Any:
    """Have a list written; return the program's output about it."""
    how = tuple(how) or ("--all",)
    made = play.program.json("candidates", "--stage", stage, "--reviewer", who, *how)
    if made["path"]:
        path = Path(made["path"])
        play.tell(f"{path.name} for {who}, {made['listed']} reports")
        play.written(path)
        play.lists.append(_list_of(play, path, stage, who))
    return made


def _list_of(play: Play, path: Path, stage: str, who: str) -> List:
    sheet = opened(path)[0]
    records = [play.ids[sheet.cell(row, "id")] for row in sheet.rows]
    return List(
        path=path,
        stage=stage,
        reviewer=who,
        shown={one: play.texts(one) for one in records},
        wording=play.wording,
        at=play.day,
    )


def given_back(play: Play, chance: Random) -> None:
    """Somebody fills in part or all of a list, edits it as people do, and returns it."""
    mine = [one for one in play.lists if one.reviewer in play.model.reviewers]
    if not mine:
        return
    one = chance.choice(mine[-6:])
    far = chance.choice((1.0, 1.0, 1.0, 0.5, 0.8))
    hand_in(play, chance, one, far)


def hand_in(
    play: Play, chance: Random, one: List, far: float = 1.0, *, whole: bool = False
) -> None:
    """Fill in an unreturned list and return it, complete or with rows deleted."""
    if not one.path.exists():
        return
    sheet = opened(one.path)[0]
    words = fill(play, one, sheet, far)
    if not words:
        return
    form = chance.choice(FORMS)
    habits = chance.sample(sorted(HABITS), chance.choice((0, 1, 1, 2, 3)))
    if chance.random() < 0.15 and not whole:
        _delete_rows(play, sheet, words, chance)
    if chance.random() < 0.3 and form == "xlsx" and _is_of(one.path, play.review / "lists"):
        saved(sheet, one.path)  # she works in the review's own folder first
        play.kept[one.path] = digest(one.path)
    for habit in habits:
        HABITS[habit](sheet, chance)
    order = _order(play, sheet)
    path = save_as(sheet, play.new_place(f"{one.reviewer} {one.stage}.xlsx"), form)
    play.tell(f"{one.path.name} as {path.name} ({', '.join([form, *habits])}; {far:.0%})")
    words.sort(key=lambda word: order[word.record])
    give(play, path, one, words)


def _order(play: Play, sheet: Sheet) -> dict[Record, int]:
    """The records in row order: of two verdicts in one sheet, the lower one is later."""
    at = next(at for at, name in enumerate(sheet.head) if name.strip().lower() == "id")
    ids = [str(row[at] or "").strip() for row in sheet.rows]
    return {play.ids[name]: place for place, name in enumerate(ids) if name}


def ready_list_given_back(play: Play, chance: Random) -> None:
    """Somebody starts filling in a list that an update prepared, which makes it theirs."""
    asked_for = {one.path for one in play.lists}
    ready = [one for one in play.under_lists() if one.name.startswith("screening-")]
    ready = [one for one in ready if one not in asked_for]
    if not ready:
        return
    path = chance.choice(ready)
    name = next(one for one in play.model.reviewers if f"-{safe_name(one)}" in path.stem)
    play.tell(path.name)
    one = _list_of(play, path, "screening", name)
    one.shown = {it: play.ready.get(it, frozenset()) for it in one.shown}
    sheet = opened(path)[0]
    words = fill(play, one, sheet, 0.5)
    saved(sheet, path)
    play.kept[path] = digest(path)
    play.lists.append(one)
    if words and chance.random() < 0.5:
        copy = play.new_place(f"{name} ready.xlsx")
        copy.write_bytes(path.read_bytes())
        give(play, copy, one, words)


def _is_of(path: Path, folder: Path) -> bool:
    return folder in path.parents


def _delete_rows(play: Play, sheet: Sheet, words: list[Word], chance: Random) -> None:
    for row in [row for row in sheet.rows if chance.random() < 0.3]:
        sheet.rows.remove(row)
        words[:] = [one for one in words if one.record != play.ids[sheet.cell(row, "id")]]


def fill(play: Play, one: List, sheet: Sheet, far: float, salt: str = "") -> list[Word]:
    """Write a person's answers into the first part of a list; return her verdicts."""
    words: list[Word] = []
    rows = sorted(sheet.rows, key=lambda row: sheet.cell(row, "Title"))
    for row in rows[: max(1, round(len(rows) * far))]:
        record = play.ids[sheet.cell(row, "id")]
        words += _answer(play, one, sheet, row, record, salt)
    return words


def _answer(
    play: Play, one: List, sheet: Sheet, row: list[Any], record: Record, salt: str
) -> list[Word]:
    """One person's answer for one document, the same whenever she is asked."""
    verdict, reason, there = opinion(play, one.stage, one.reviewer, record.document, salt)
    hand = Random(f"{play.seed} {record} {play.day}")
    words = []
    if one.stage == "eligibility":
        sheet.write(row, "Retrieval", hand.choice(VERDICTS[there]))
        words.append(_word(record, "retrieval", one.reviewer, there))
        if there == "not retrieved":
            return words
    sheet.write(row, "Decision", hand.choice(VERDICTS[verdict]))
    spelt = REASONS[reason][:1] if one.wording != "Wrong exposure" else REASONS[reason]
    sheet.write(row, "Reason", hand.choice(spelt))
    return [*words, _word(record, one.stage, one.reviewer, verdict, reason)]


def opinion(
    play: Play, stage: str, who: str, document: str, salt: str = ""
) -> tuple[str, str, str]:
    """A person's opinion of a document: verdict, reason, and whether its full text is there."""
    common = Random(f"{play.seed} {stage} {document} {salt}")
    own = Random(f"{play.seed} {stage} {document} {who} {salt}")
    mind = own if own.random() < 0.25 else common
    fetched = common
    if salt and play.avoids("a note on retrieval is revised"):
        fetched = Random(f"{play.seed} {stage} {document} ")
    there = "not retrieved" if fetched.random() < 0.08 else "retrieved"
    if stage == "screening":
        return mind.choices(("include", "exclude", "maybe"), (60, 30, 10))[0], "", there
    verdict = mind.choices(
        ("include", "exclude", "ongoing", "awaiting classification"), (60, 30, 5, 5)
    )[0]
    return verdict, mind.choice(("E", "P")) if verdict == "exclude" else "", there


def _word(record: Record, stage: Any, who: str, verdict: str, reason: str = "") -> Word:
    return Word(
        sheet=0,
        file="",
        record=record,
        stage=stage,
        reviewer=who,
        verdict=verdict,
        reason=reason,
    )


def give(play: Play, path: Path, one: List | None, words: list[Word]) -> None:
    """Return a sheet: all rows count, except those held back with a question."""
    play.sheets += 1
    words = [replace(word, sheet=play.sheets, file=path.name) for word in words]
    if not all(word.record in play.model.records() for word in words) and play.avoids(
        "a list comes back with rows of a withdrawn export"
    ):
        return
    here = [word for word in words if play.is_here(word.record)]
    doubtful = [word for word in here if may_be_asked(play, one, word)]
    said = play.program.run("decide", path)
    if said.code == 2 and here == words and not doubtful:
        play.fail(REFUSED, f"{path.name}: {said.err.strip()[:900]}")
    elif said.code == 2 and len(doubtful) < len(here):
        play.fail("rows without a question are taken in", f"{path.name}: {said.err[:900]}")
    if said.code in (2, 3) and here:
        again = play.program.run("decide", path, "--revise")
        if not play.expect(again, claim="with --revise a list is taken in"):
            return
    play.model.now.words += here
    play.given.append(Given(path=path, of=one, words=here, sheet=play.sheets))


def may_be_asked(play: Play, one: List | None, word: Word) -> bool:
    """Whether the program may hold back a verdict: other texts, a list that it cannot know, or a
    different earlier verdict of this person.
    """
    if one and (one.at < play.restored_at or one.shown[word.record] != play.texts(word.record)):
        return True
    reports = play.model.reports()
    mine = [
        it
        for it in play.model.counting()
        if (it.stage, it.reviewer) == (word.stage, word.reviewer)
        and reports[it.record] == reports[word.record]
    ]
    return any((it.verdict, it.reason) != (word.verdict, word.reason) for it in mine)


def revised(play: Play, chance: Random) -> None:
    """Somebody changes a decision: the program first asks, and then the change counts."""
    free = [one for one in play.given if one.of and one.of.reviewer in play.model.reviewers]
    free = [one for one in free if one.of and one.of.path.exists()]
    if not free:
        return
    before = chance.choice(free).of
    assert before
    sheet = opened(before.path)[0]
    salt = str(chance.random())
    words = fill(play, before, sheet, chance.choice((0.3, 1.0)), salt)
    path = save_as(sheet, play.new_place(f"{before.reviewer} revised.xlsx"), "xlsx")
    play.sheets += 1
    words = [replace(word, sheet=play.sheets, file=path.name) for word in words]
    if not all(word.record in play.model.records() for word in words) and play.avoids(
        "a list comes back with rows of a withdrawn export"
    ):
        return
    words = [word for word in words if play.is_here(word.record)]
    play.tell(f"{before.path.name} as {path.name}")
    play.expect(
        play.program.run("decide", path, "--revise"), claim="with --revise a list is taken in"
    )
    play.model.now.words += words
    play.given.append(Given(path=path, of=None, words=words, sheet=play.sheets))


def damaged(play: Play, chance: Random) -> None:
    """A list is returned with one column sorted separately: none of its rows may count."""
    mine = [one for one in play.lists if one.reviewer in play.model.reviewers]
    if not mine:
        return
    one = chance.choice(mine)
    sheet = opened(one.path)[0]
    column = chance.choice(("Title", "Abstract", "Authors", "id", "key", "DOI"))
    at = sheet.column(column)
    values = [row[at] for row in sheet.rows]
    turned = values[1:] + values[:1]
    if len({str(it) for it in values}) < 2:
        return
    for row, value in zip(sheet.rows, turned, strict=True):
        row[at] = value
        sheet.write(row, "Decision", "exclude")
        if one.stage == "eligibility":
            sheet.write(row, "Reason", "P")
    path = save_as(sheet, play.new_place(f"{one.reviewer} {column} alone.xlsx"), "xlsx")
    play.tell(f"{one.path.name}, {column}")
    said = play.program.run("decide", path)
    if said.code == 0:
        told = "that tells reports apart" if column in {"id", "key"} else "at all"
        play.fail(f"no column {told} may be sorted without the others", f"{path.name}: {said.out}")
        play.program.run("withdraw", path)


def settled(play: Play, chance: Random) -> None:
    """Two people resolve their conflicts, at every stage."""
    made = play.program.json("conflicts")
    for one in made["lists"]:
        if not one["path"]:
            continue
        path = Path(one["path"])
        play.written(path)
        words = []
        for sheet in opened(path):
            for row in sheet.rows:
                record = play.ids[sheet.cell(row, "id")]
                verdict = Random(f"{play.seed} {record.document} settled").choice(
                    ("include", "exclude")
                )
                reason = "E" if (one["stage"], verdict) == ("eligibility", "exclude") else ""
                sheet.write(row, "Consensus", verdict)
                if reason:
                    sheet.write(row, "Reason", reason)
                word = _word(record, one["stage"], one["reviewer"], verdict, reason)
                words.append(word)
            to = save_as(sheet, play.new_place(f"settled {one['stage']}.xlsx"), "xlsx")
            give(play, to, None, [replace(it, settles=True) for it in words])
        play.tell(f"{len(words)} at {one['stage']}")


def list_withdrawn(play: Play, chance: Random) -> None:
    """A returned sheet is withdrawn: its verdicts no longer count, all others do."""
    there = [one for one in play.given if _counts(play, one)]
    if there:
        one = chance.choice(there)
        play.tell(one.path.name)
        if _said_again(play, one) and play.avoids(
            "a sheet is withdrawn whose words another repeats"
        ):
            return
        if play.expect(play.program.run("withdraw", one.path, "--why", "by mistake")):
            play.model.now.withdrawn.add(one.sheet)


def _said_again(play: Play, one: Given) -> bool:
    reports = play.model.reports()
    mine = {(word.reviewer, word.stage, reports[word.record]) for word in one.words}
    others = (word for word in play.model.given() if word.sheet != one.sheet)
    return any((it.reviewer, it.stage, reports[it.record]) in mine for it in others)


def _counts(play: Play, one: Given) -> bool:
    return one.sheet in {word.sheet for word in play.model.given()}


def list_taken_again(play: Play, chance: Random) -> None:
    """A sheet that was withdrawn, or that a restored copy lacks, is imported again."""
    gone = [
        one
        for one in play.given
        if not _counts(play, one) and {it.reviewer for it in one.words} <= _people(play)
    ]
    if gone:
        one = chance.choice(gone)
        play.tell(one.path.name)
        play.given.remove(one)
        give(play, one.path, one.of, one.words)


def _people(play: Play) -> set[str]:
    return {*play.model.reviewers, "consensus"}
