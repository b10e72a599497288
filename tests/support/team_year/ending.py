"""The end of a year: everybody reads until nothing is left, and all outputs are checked."""

import shutil
from random import Random

from tests.support.random_sheets import without_pictures
from tests.support.team_year.claims import hold
from tests.support.team_year.play import Play
from tests.support.team_year.reading import ask, hand_in, settled
from tests.support.true_sentences.figures import figure_findings
from tests.support.true_sentences.manuscript import text_findings
from tests.support.true_sentences.numbers_of_flow import flow_findings
from tests.support.true_sentences.numbers_of_tables import table_findings
from tests.support.true_sentences.sentences import UNKNOWN
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

LEFT = (
    "all_not_yet_screened_records",
    "all_not_yet_sought_reports",
    "all_not_yet_assessed_reports",
)
UNJUDGED = {UNKNOWN, "text leaves out: agreement of two people"}
"""Left out because the model of the sentences knows no agreement of more than two people."""
CHECKS = (flow_findings, figure_findings, table_findings, text_findings)


def read_all(play: Play) -> None:
    """Everybody reads all reports they are given; afterwards nothing may be left."""
    play.tomorrow()
    read_everything(play)
    hold(play, every=True)
    left = {box: play.model.boxes()[box] for box in LEFT if play.model.boxes()[box]}
    if left:
        play.fail("who reads every list that they are given has read everything", str(left))


def tell_all(play: Play) -> None:
    """Write every output; each number and sentence in it must be true."""
    play.wording = "Wrong exposure"
    play.write_settings()
    shutil.rmtree(play.review / "output", ignore_errors=True)
    with without_pictures():
        play.expect(play.program.run("report"))
    if play.model.now.joined:
        return  # the model of the sentences knows no joined reports
    written, world = Written(play.review), World(play.model.facts())
    for check in CHECKS:
        for found in check(written, world):
            if found.kind not in UNJUDGED:
                play.fail("text, sheet and flow chart say the same", str(found))


def read_everything(play: Play, _: Random | None = None) -> None:
    """Everybody reads what they are given until nobody is given anything more."""
    for _turn in range(12):
        if not read_what_is_given(play):
            break


def read_what_is_given(play: Play) -> bool:
    """Everybody requests lists once at each stage and reads them; whether anybody got any."""
    got = False
    for stage in ("screening", "eligibility"):
        for who in play.model.at_work:
            made = ask(play, who, stage, ("--batch",))
            if not made["path"] and made.get("out"):
                # The program names the lists with the rest, and how to get these reports again.
                made = ask(play, who, stage, ("--all",))
            if made["path"]:
                got = True
                play.look()
                hand_in(play, Random(f"{play.seed} end"), play.lists[-1], whole=True)
        settled(play, Random(0))
    return got
