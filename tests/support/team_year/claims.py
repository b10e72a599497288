"""The claims checked after every step: the program must agree with the model."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from tests.support.team_year.extraction import written_rows
from tests.support.team_year.play import Play, digest

BOXES = (
    "all_identified_records",
    "all_duplicates_records",
    "all_screened_records",
    "all_excluded_records",
    "all_not_yet_screened_records",
    "all_screening_conflict_records",
    "all_sought_reports",
    "all_not_retrieved_reports",
    "all_not_yet_sought_reports",
    "all_assessed_reports",
    "all_not_yet_assessed_reports",
    "all_assessment_conflict_reports",
    "all_excluded_reports",
    "all_ongoing_reports",
    "all_awaiting_reports",
    "all_included_reports",
    "all_decisions_set_aside_reports",
    "new_studies",
)


def flow_holds(play: Play) -> Iterator[str]:
    """Each box of the flow chart has the number of the model."""
    true, there = play.model.boxes(), play.program.boxes()
    wrong = {
        box: f"{there.get(box, 0)}, true {true[box]}"
        for box in BOXES
        if there.get(box, 0) != true[box]
    }
    if wrong:
        yield str(wrong)


def words_stand(play: Play) -> Iterator[str]:
    """The audit has each person's latest decision for its report, and none that nobody made."""
    reports = play.model.reports()
    there = Counter(
        (reports[play.ids[line["record"]]], line["stage"], line["reviewer"], line["verdict"])
        for line in play.program.audit()
        if line["kind"] == "decision" and not line["withdrawn"]
    )
    for word in _latest(play):
        line = (reports[word.record], word.stage, word.reviewer, word.verdict)
        if line not in there and word.stage != "retrieval":
            yield f"gone: {word}"
    given = {
        (reports[one.record], one.stage, one.reviewer, one.verdict) for one in play.model.counting()
    }
    yield from (f"nobody said: {line}" for line in there if line not in given)


def _latest(play: Play) -> list:
    reports = play.model.reports()
    latest = {(reports[one.record], one.stage, one.reviewer): one for one in play.model.counting()}
    return list(latest.values())


def studies_keep_together(play: Play) -> Iterator[str]:
    """Linked reports form one study; each other report is a separate study."""
    there = {frozenset(docs) for _, docs in _studies(play)}
    if there != play.model.studies():
        yield f"{sorted(map(sorted, there))}, true {sorted(map(sorted, play.model.studies()))}"


def studies_keep_their_ids(play: Play) -> Iterator[str]:
    """A study whose reports have not changed keeps its id."""
    for name, docs in _studies(play):
        before = play.study_ids.setdefault(frozenset(docs), name)
        if before != name:
            yield f"the study of {sorted(docs)} was {before} and is {name}"
            play.study_ids[frozenset(docs)] = name


def _studies(play: Play) -> list[tuple[str, set[str]]]:
    """The studies as the program lists them: an id, and the reports listed with it."""
    reports = play.model.reports()
    found = []
    for line in play.program.studies():
        name, _, told = line.partition(": ")
        ids = [word for word in re.findall(r"\w+", told) if word in play.ids]
        named = {reports[play.ids[one]] for one in ids or [name] if one in play.ids}
        if named:
            found.append((name, named))
    return found


def lists_stay(play: Play) -> Iterator[str]:
    """The program never changes or removes a list that somebody requested or has begun."""
    there = {path: digest(path) for path in play.under_lists()}
    for path, content in play.kept.items():
        if there.get(path) != content:
            yield f"{path.name} was changed" if path in there else f"{path.name} is gone"


def check_is_sound(play: Play) -> Iterator[str]:
    """`ajour check` finds nothing wrong."""
    said = play.program.run("check")
    if said.code not in (0, 3):
        yield "; ".join(
            line for line in (said.out + said.err).splitlines() if not line.startswith("OK: ")
        )


def sheet_stays(play: Play) -> Iterator[str]:
    """What the author wrote into the studies sheet is still there, once."""
    path = play.review / "studies.xlsx"
    rows = written_rows(path) if path.exists() else []
    for record in play.model.rows:
        title = play.model.documents[record.document].title
        there = [row for row in rows if row["Title"] == title]
        if len(there) != 1 or there[0]["Findings"] != f"Found in {title}.":
            yield f"{title}: {len(there)} rows"


CLAIMS: dict[str, Callable[[Play], Iterator[str]]] = {
    "every box of the flow chart has what the model has": flow_holds,
    "no word is lost, moved or made up": words_stand,
    "linked reports are one study, and only these": studies_keep_together,
    "a study keeps its id": studies_keep_their_ids,
    "nothing under lists/ is overwritten": lists_stay,
    "the author's rows of the studies sheet stay": sheet_stays,
    "ajour check finds a sound review": check_is_sound,
}


SELDOM = {check_is_sound, studies_keep_their_ids, studies_keep_together}


def hold(play: Play, *, every: bool = False) -> None:
    """Check the claims against the review; raises Broken for the first false one.

    Slow claims that can hardly have changed are checked every fifth day and at the end.
    """
    often = every or play.day % 5 == 0
    if often or any(name not in play.seen for name in play.model.now.files):
        play.look()
    for claim, check in CLAIMS.items():
        if often or check not in SELDOM:
            for found in check(play):
                play.fail(claim, found)
