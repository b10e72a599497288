"""Plays a whole year step by step, and checks every claim after each step."""

from collections.abc import Callable, Collection
from pathlib import Path
from random import Random

from tests.support.killed_updates import few_outputs
from tests.support.team_year import deeds, extraction, reading
from tests.support.team_year.claims import hold
from tests.support.team_year.ending import read_all, read_everything, tell_all
from tests.support.team_year.order import order_is_nothing
from tests.support.team_year.play import Broken, Play, place
from tests.support.team_year.script import Step

Deed = Callable[[Play, Random], object]

DEEDS: dict[str, Deed] = {
    "exports arrive": deeds.export_arrives,
    "update": deeds.updated,
    "import": deeds.imported,
    "ask for a list": reading.asked,
    "ask for a list of all": reading.asked_for_all,
    "ask for full texts": reading.asked_for_full_texts,
    "give a list back": reading.given_back,
    "give back the list that lay ready": reading.ready_list_given_back,
    "give back a damaged list": reading.damaged,
    "give a list back once more, revised": reading.revised,
    "settle disagreements": reading.settled,
    "everybody reads everything": read_everything,
    "withdraw a list": reading.list_withdrawn,
    "take a withdrawn list again": reading.list_taken_again,
    "withdraw an export": deeds.export_withdrawn,
    "import a withdrawn export again": deeds.export_again,
    "link two studies": deeds.linked,
    "unlink a study": deeds.unlinked,
    "join two reports": deeds.joined,
    "hold a record apart": deeds.held_apart,
    "back up": deeds.backed_up,
    "restore": deeds.restored,
    "reread": deeds.reread,
    "rename a search": deeds.search_renamed,
    "somebody joins": deeds.somebody_joins,
    "somebody leaves": deeds.somebody_leaves,
    "reword a reason": deeds.reason_reworded,
    "retitle the review": deeds.review_retitled,
    "write the studies sheet": extraction.sheet_written,
    "fill in the studies sheet": extraction.sheet_filled,
    "report": deeds.reported,
    "delete output": deeds.output_deleted,
}


def played(
    folder: Path, seed: int, script: tuple[Step, ...], known: Collection[str] = ()
) -> tuple[Play, Broken | None]:
    """Play a script in a temporary folder; return how far it came, and what broke."""
    with place(folder):
        play = Play(folder=folder, seed=seed, known=frozenset(known))
        try:
            with few_outputs():
                for step in script:
                    play.log.append(str(step))
                    play.tomorrow()
                    DEEDS[step.do](play, play.chance(step))
                    hold(play)
                order_is_nothing(play)
                play.log.append("    the year ends: everybody reads what is left")
                read_all(play)
            tell_all(play)
        except Broken as broken:
            return play, broken
        return play, None


def shrunk(
    folder: Path, seed: int, script: tuple[Step, ...], claim: str, known: Collection[str] = ()
) -> tuple[Step, ...]:
    """The shortest script found that breaks the same claim: parts are left out, halves first."""
    tries = 0
    size = max(len(script) // 2, 1)
    while size:
        at = 0
        while at < len(script):
            fewer = script[:at] + script[at + size :]
            tries += 1
            try:
                _, broken = played(folder / f"try-{tries}", seed, fewer, known)
            except Exception:  # noqa: BLE001 - a different fault
                broken = None
            if broken and broken.claim == claim:
                script = fewer
            else:
                at += size
        size //= 2
    return script
