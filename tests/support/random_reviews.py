"""Makes a small random review, worked through by its people, and records its facts.

The program is asked only for the ids in its lists and in `ajour trace`.
"""

import csv
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook

from flows.orchestration.update import update
from tests.support.random_plans import CRITERIA, planned, review_toml, ris
from tests.support.random_sheets import (
    CONSENSUS,
    HEADINGS,
    conflict_rows,
    rows_of,
    without_pictures,
    written,
)
from tests.support.reviews import ajour
from tests.support.true_sentences.facts import Facts, Moment, Row, Said
from tests.support.true_sentences.standing import Standing

HEADS = (
    "study_id reports title first_author year country countries data_context "
    "extracted_by checked_by"
)


@dataclass(kw_only=True)
class _Work:
    """A review in progress."""

    folder: Path
    chance: Random
    facts: Facts
    imported: set[str] = field(default_factory=set)
    screened: list[tuple[str, Path]] = field(default_factory=list)
    files: int = 0

    @property
    def review(self) -> Path:
        return self.folder / "review"

    def there(self) -> Standing:
        """The present standing of all reports."""
        now = Moment(
            command="report",
            imported=frozenset(self.imported),
            said=len(self.facts.said),
            links=len(self.facts.links),
        )
        return Standing(self.facts.at(now))

    def keep(self, **changes: Any) -> None:
        self.facts = replace(self.facts, **changes)

    def file(self, name: str) -> Path:
        self.files += 1
        return self.folder / "returned" / f"{self.files:02}-{name}"


def random_review(folder: Path, seed: int) -> Facts:
    """Make the review of a seed in FOLDER/review and work through it; return its facts."""
    chance = Random(seed)
    work = _Work(folder=folder, chance=chance, facts=planned(seed, chance))
    for name in ("review/lists", "returned"):
        (folder / name).mkdir(parents=True)
    (work.review / "review.toml").write_text(review_toml(work.facts), "utf-8")
    (work.review / "criteria.toml").write_text(CRITERIA, "utf-8")
    with without_pictures():
        for name in work.facts.rounds:
            _round(work, name)
        _rows(work)
        _report(work)
    return work.facts


def _round(work: _Work, name: str) -> None:
    """Do one round: its exports, an update, then as much of people's work as they finished."""
    _export(work, name)
    _update(work)
    if work.chance.random() < 0.06:
        return
    _screen(work)
    _settle(work, "screening")
    if work.chance.random() < 0.2:
        _report(work)
    if work.chance.random() < 0.9:
        _assess(work)
        _settle(work, "eligibility")
    if work.chance.random() < 0.2:
        _revise(work)
    if work.chance.random() < 0.35:
        _link(work)


def _export(work: _Work, name: str) -> None:
    for search in work.facts.searches:
        if search.round == name and search.exported:
            place = work.review / "searches" / name / search.name
            place.mkdir(parents=True)
            text = ris(search, work.facts.reports)
            (place / "export.ris").write_text(text, "utf-8")
            work.imported.add(search.name)


def _update(work: _Work) -> None:
    before = _letter(work)
    update(work.review)
    letter = _letter(work)
    _moment(work, "update", "" if letter == before else letter)


def _letter(work: _Work) -> str:
    path = work.review / "output" / "letter.md"
    return path.read_text("utf-8") if path.exists() else ""


def _report(work: _Work) -> None:
    said = ajour("report", work.review)
    assert said.code in (0, 3), said.err
    _moment(work, "report")


def _moment(work: _Work, command: Any, letter: str = "") -> None:
    moment = Moment(
        command=command,
        imported=frozenset(work.imported),
        said=len(work.facts.said),
        links=len(work.facts.links),
        letter=letter,
    )
    work.keep(moments=(*work.facts.moments, moment))


def _screen(work: _Work) -> None:
    """Screen titles and abstracts: by one person, divided between two, or by both."""
    chance, names = work.chance, work.facts.reviewers
    far = 1.0 if chance.random() < 0.6 else chance.uniform(0.3, 0.9)
    if work.facts.stopping:
        far = chance.uniform(0.5, 0.8)
    if work.facts.screening != "single":
        for name in names:
            _fill(work, "screening", name, far if name == names[-1] else 1.0)
    elif len(names) > 1 and chance.random() < 0.5:
        _fill(work, "screening", names[0], far / 2)
        _fill(work, "screening", names[1], far)
    else:
        _fill(work, "screening", names[0], far)


def _assess(work: _Work) -> None:
    """Assess full texts: by one person or by both."""
    names = work.facts.reviewers
    if work.facts.eligibility == "single":
        names = (work.chance.choice(names),)
    far = 1.0 if work.chance.random() < 0.7 else 0.6
    for name in names:
        _fill(work, "eligibility", name, far if name == names[-1] else 1.0)


def _fill(work: _Work, stage: Any, reviewer: str, far: float) -> None:
    """Have a list written as csv, fill in its first part and return it."""
    blank = work.file(f"{stage}-{reviewer}-blank.csv")
    words = ("candidates", work.review, "--stage", stage, "--reviewer", reviewer)
    said = ajour(*words, "--all", "--format", "csv", "-o", blank, "--json")
    if said.code or not blank.exists():
        return
    rows = rows_of(blank)
    # A person may sort a list by title, which makes the random choices independent of its order.
    # But a stopping rule is valid only if the list was read in the order of the ranking.
    if stage != "screening" or not work.facts.stopping:
        rows.sort(key=lambda row: row[HEADINGS[work.facts.language]["title"]])
    given: list[Said] = []
    for row in rows[: round(len(rows) * far)]:
        given += _answered(work, stage, reviewer, row)
    if not given:
        return
    path = written(work.file(f"{stage}-{reviewer}.csv"), rows)
    _give_back(work, path, given)
    if stage == "screening":
        work.screened.append((reviewer, path))


def _revise(work: _Work) -> None:
    """Let somebody exclude at screening a report that was already judged in full text."""
    if not work.screened:
        return
    reviewer, path = work.chance.choice(work.screened)
    names, words = HEADINGS[work.facts.language], work.there().words
    rows = rows_of(path)
    for row in rows:
        report = _key(work, row[names["title"]])
        said = words.get(("screening", report), {}).get(reviewer)
        if said and said.verdict == "include" and ("eligibility", report) in words:
            row[names["verdict"]] = "exclude"
            given = [_said(reviewer, "screening", report, "exclude")]
            _give_back(work, written(work.file("revised.csv"), [row]), given, "--revise")
            return


def _give_back(work: _Work, path: Path, given: list[Said], *words: str) -> None:
    answer = ajour("decide", path, "--review", work.review, *words)
    assert answer.code == 0, answer.err + answer.out
    work.keep(said=(*work.facts.said, *given))


def _answered(work: _Work, stage: Any, reviewer: str, row: dict[str, str]) -> list[Said]:
    """Write one person's answer into a row; return the answer as facts."""
    names = HEADINGS[work.facts.language]
    report = _key(work, row[names["title"]])
    verdict, reason = _verdict(work, stage, report)
    given = []
    if stage == "eligibility" and ("retrieval", report) not in work.there().words:
        chance = work.chance.random()
        if chance < 0.08 and verdict not in {"ongoing", "awaiting classification"}:
            row[names["retrieval"]] = "not retrieved"
            return [_said(reviewer, "retrieval", report, "not retrieved")]
        if chance < 0.7 or not verdict:
            row[names["retrieval"]] = "retrieved"
            given.append(_said(reviewer, "retrieval", report, "retrieved"))
    if verdict:
        row[names["verdict"]], row[names["reason"]] = verdict, reason
        given.append(_said(reviewer, stage, report, verdict, reason))
    return given


def _said(reviewer: str, stage: Any, report: str, verdict: str, reason: str = "") -> Said:
    return Said(reviewer=reviewer, stage=stage, report=report, verdict=verdict, reason=reason)


def _verdict(work: _Work, stage: Any, report: str) -> tuple[str, str]:
    """A verdict that mostly agrees with the first one on the report."""
    said = [one for one in work.facts.said if (one.stage, one.report) == (stage, report)]
    if said and work.chance.random() < 0.75:
        verdict, reason = said[-1].verdict, said[-1].reason
        other = reason and Random(f"{work.facts.seed} {report}").random() < 0.5
        return verdict, {"E": "P", "P": "E"}[reason] if other else reason
    if stage == "screening":
        verdict = work.chance.choices(("include", "exclude", "maybe"), (50, 40, 10))[0]
    else:
        ends = ("include", "exclude", "ongoing", "awaiting classification", "")
        verdict = work.chance.choices(ends, (55, 25, 7, 6, 7))[0]
    needs = stage == "eligibility" and verdict == "exclude"
    return verdict, work.chance.choice(("E", "P")) if needs else ""


def _settle(work: _Work, stage: Any) -> None:
    """Resolve all conflicts of a stage, or some, or none."""
    standing = work.there()
    open_ones = [one for one in standing.found_by if standing.where(stage, one).state == "conflict"]
    if not open_ones or work.chance.random() < 0.3:
        return
    path = work.file(f"conflicts-{stage}.xlsx")
    ajour("conflicts", work.review, "--stage", stage, "-o", path)
    if path.exists():  # a missing sheet would show in the numbers
        _agree(work, stage, path)


def _agree(work: _Work, stage: Any, path: Path) -> None:
    """Fill in the sheet of conflicts and return it."""
    names, heading = HEADINGS[work.facts.language], CONSENSUS[work.facts.language]
    book = load_workbook(path)
    given: list[Said] = []
    for sheet in book.worksheets:
        columns, rows = conflict_rows(sheet, (names["title"], heading))
        for row in sorted(rows, key=lambda row: str(row[columns[names["title"]] - 1].value)):
            if work.chance.random() < 0.1:
                continue
            report = _key(work, str(row[columns[names["title"]] - 1].value))
            verdict = work.chance.choice(("include", "exclude"))
            reason = "E" if verdict == "exclude" and stage == "eligibility" else ""
            row[columns[heading] - 1].value = verdict
            if names["reason"] in columns:
                row[columns[names["reason"]] - 1].value = reason or None
            made = _said("consensus", stage, report, verdict, reason)
            given.append(replace(made, resolves=True))
    if given:
        filled = work.file(f"agreed-{stage}.xlsx")
        book.save(filled)
        _give_back(work, filled, given)


def _key(work: _Work, title: str) -> str:
    return next(one.key for one in work.facts.reports.values() if one.title == title)


def _ids(work: _Work, box: str) -> dict[str, str]:
    """The ids of the reports in a box, by their keys in the facts."""
    told = json.loads(ajour("trace", box, "--review", work.review, "--json").out)
    return {_key(work, one["title"]): one["report"] for one in told["records"]}


def _link(work: _Work) -> None:
    """Link two included reports to one study."""
    linked = {one for pair in work.facts.links for one in pair}
    free = [one for one in work.there().included() if one not in linked]
    if len(free) < 2:
        return
    report, study = work.chance.sample(free, 2)
    ids = _ids(work, "all_included_reports")
    if {report, study} <= set(ids):
        said = ajour("studies", work.review, "--link", ids[report], ids[study])
        assert said.code == 0, said.err
        work.keep(links=(*work.facts.links, (report, study)))


def _rows(work: _Work) -> None:
    """Write a studies sheet with most of the included studies, and rows that belong to none."""
    chance, standing = work.chance, work.there()
    studies: dict[str, list[str]] = {}
    for report in standing.included():
        studies.setdefault(standing.study(report), []).append(report)
    if chance.random() < 0.25 or not studies:
        return
    rows = [_row(work, tuple(reports)) for reports in studies.values()]
    if chance.random() < 0.5:
        rows.remove(chance.choice(rows))
    out = [one for one in standing.found_by if standing.assessed(one) == "exclude"]
    if out and chance.random() < 0.3:
        rows.append(_row(work, (chance.choice(out),)))
    if chance.random() < 0.3:
        rows.append(replace(_row(work, ()), author="Olsen", year=2019))
    if rows:
        _write_rows(work, rows)
        work.keep(rows=tuple(rows))


def _row(work: _Work, reports: tuple[str, ...]) -> Row:
    first = work.facts.reports[(*reports, next(iter(work.facts.reports)))[0]]
    lands = ("Norway", "Japan", "Chile", "Finland")
    countries = tuple(work.chance.sample(lands, work.chance.choice((1, 1, 1, 2))))
    codes = [code for code, _ in work.facts.contexts]
    return Row(
        reports=reports,
        author=first.author,
        year=first.year,
        countries=countries,
        context=work.chance.choice(codes) if codes else "",
        **_people(work, reports),
    )


def _people(work: _Work, reports: tuple[str, ...]) -> dict[str, str]:
    """Who extracted and who checked a row, drawn at random; half of the reviews name nobody."""
    chance = Random(f"{work.facts.seed} {reports}")
    if work.facts.seed % 2 or chance.random() < 0.2:
        return {}
    by = chance.choice(("ann", "bo", "ann; bo"))
    return {"extracted_by": by, "checked_by": chance.choice(("", "ann", "bo", "cy"))}


def _write_rows(work: _Work, rows: list[Row]) -> None:
    ids = _ids(work, "all_included_reports") | _ids(work, "all_excluded_reports")
    lines = [tuple(HEADS.split())]
    for row in rows:
        known = [ids.get(one, one) for one in row.reports]
        title = work.facts.reports[row.reports[0]].title if row.reports else "Tea at sea"
        several = len(row.countries) > 1
        lines.append(
            (
                known[0] if known else f"{row.author.lower()}-{row.year}",
                " ".join(known),
                title,
                row.author,
                str(row.year),
                "Several" if several else row.countries[0],
                "; ".join(row.countries) if several else "",
                row.context,
                row.extracted_by,
                row.checked_by,
            )
        )
    with (work.review / "studies.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)
