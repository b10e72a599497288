"""Checks that independent deeds have the same result in any order."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from flows.orchestration.update import update
from tests.support.team_year.model import Word
from tests.support.team_year.play import Play
from tests.support.team_year.program import Program
from tests.support.team_year.reading import fill
from tests.support.team_year.sheets import opened, saved
from tests.support.team_year.team import ris

Deed = Callable[[Program], None]
SAME = "what is independent comes to the same in any order"


def order_is_nothing(play: Play) -> None:
    """Do independent deeds on two copies of the review, on one of them in reverse order."""
    deeds = [*_sheets(play), *_exports(play)]
    ends = []
    for number, order in enumerate((deeds, deeds[::-1])):
        copy = Program(play.folder / f"copy-{number}" / "review")
        shutil.copytree(play.review, copy.review)
        for deed in order:
            deed(copy)
        ends.append(_state(copy))
        shutil.rmtree(copy.review.parent)
    one, other = ends
    for what in one:
        if one[what] != other[what]:
            play.fail(SAME, f"{what}: {one[what]}, the other way round {other[what]}")


def _state(program: Program) -> dict[str, object]:
    """Everything that users would miss: numbers, decisions and studies."""
    words = {
        (line["record"], line["stage"], line["reviewer"], line["verdict"], line["reason"])
        for line in program.audit()
        if line["kind"] == "decision" and not line["withdrawn"]
    }
    return {
        "boxes": sorted(program.boxes().items()),
        "words": sorted(words),
        "studies": sorted(program.studies()),
    }


def _sheets(play: Play) -> Iterator[Deed]:
    """Unreturned lists of several people, filled in; if one person decides, no report is on two."""
    reports = play.model.reports()
    taken: dict[tuple[str, str], Word] = {}
    for at, one in enumerate(reversed(play.lists[-8:])):
        if one.reviewer not in play.model.reviewers or not one.path.exists():
            continue
        sheet = opened(one.path)[0]
        words = fill(play, one, sheet, 1.0)
        keys = {(reports[word.record], word.stage): word for word in words}
        here = set(play.model.records())
        before = {(reports[it.record], it.stage) for it in play.model.counting()}
        if not words or any(word.record not in here for word in words) or keys.keys() & before:
            continue
        alone = "single" in {play.model.screening, play.model.eligibility}
        if alone and keys.keys() & taken.keys():
            continue
        taken |= keys
        path = play.folder / "mail" / f"any order {at}.xlsx"
        saved(sheet, path)
        yield _giving(path)


def _giving(path: Path) -> Deed:
    def deed(program: Program) -> None:
        program.run("decide", path, "--revise")

    return deed


def _exports(play: Play) -> Iterator[Deed]:
    """Two files of two searches, with documents in common."""
    chance = Random(f"{play.seed} order")
    apart = {it.document for it in play.model.now.apart}
    free = [one for one in play.model.documents if one not in apart]
    for search in play.model.searches[:2]:
        name = f"any order {search.name}.ris"
        text = ris(play.model, name, tuple(chance.sample(free, min(5, len(free)))))
        yield _arriving(Path("searches") / search.round / search.name / name, text)


def _arriving(place: Path, text: str) -> Deed:
    def deed(program: Program) -> None:
        path = program.review / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        update(program.review)

    return deed
