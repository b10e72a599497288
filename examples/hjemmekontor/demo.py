"""Runs the example review from its searches to its report; a second run starts over."""

import os
import shutil
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from time import monotonic

from generator.plan import RoundPlan, exports_of, make_plans, write_round
from generator.sheet import write_sheet
from made import NotOurs, remember, start_over
from screeners import Screeners, agree, assess, screen, screeners_of, tell_pairs

HERE = Path(__file__).resolve().parent
READERS = ("leser-1", "leser-2")
THE_DAY = "1709280000"
"""The demo's clock: 1 March 2024 in seconds since 1970, so that every run writes the same."""
FORMS = {"1": "xlsx", "2": "csv"}
"""The format of the screening list by round, to show both formats."""


def say(sentence: str = "") -> None:
    """Print a sentence at once."""
    print(sentence, flush=True)


def ajour(*words: str) -> None:
    """Run an ajour command in this process, so that modules are imported only once."""
    import click

    from flows.cli.main import group
    from pipeline.errors import PersonNeeded

    say(f"\n$ ajour {' '.join(word.replace(str(HERE), HERE.name) for word in words)}")
    try:
        group.main(list(words), standalone_mode=False)
    except PersonNeeded as waiting:
        say(str(waiting))
    except click.exceptions.Exit as end:
        if end.exit_code not in (0, 3):
            raise
    remember(HERE)


def fill_in(name: str, fill: Callable[[Path, Path], int], *listing: str) -> tuple[int, Path]:
    """Have ajour write a list, and fill it in; return the count from `fill` and the file."""
    blank = HERE / "lists" / name
    blank.parent.mkdir(exist_ok=True)
    ajour(*listing, "--output", str(blank))
    filled = HERE / "decisions" / blank.name
    filled.parent.mkdir(exist_ok=True)
    remember(HERE, [filled])
    return fill(blank, filled), filled


def take_back(*filled: Path) -> None:
    """Import completed lists."""
    ajour("decide", *map(str, filled), "--review", str(HERE))


def run_round(plan: RoundPlan, screeners: Screeners) -> None:
    """Run one search update, from the exports to the resolved conflicts."""
    remember(HERE, exports_of(plan, HERE))
    written = write_round(plan, HERE)
    say(f"\nRound {plan.name}: {len(written)} export files written under searches/{plan.name}.")
    ajour("update", str(HERE))
    _tell_pairs(plan, screeners)
    _screen(plan, screeners)
    _assess(plan, screeners)


def _tell_pairs(plan: RoundPlan, screeners: Screeners) -> None:
    """Let a reviewer decide on each possible duplicate."""
    same, filled = fill_in(
        f"{plan.name}-duplicates.xlsx",
        lambda blank, filled: tell_pairs(blank, filled, screeners),
        *("duplicates", str(HERE), "--reviewer", READERS[0]),
    )
    take_back(filled)
    say(f"A reviewer marked {same} possible duplicates as the same report.")


def _screen(plan: RoundPlan, screeners: Screeners) -> None:
    """Let a reviewer screen titles and abstracts."""
    form = FORMS[plan.name]
    count, filled = fill_in(
        f"{plan.name}-screening.{form}",
        lambda blank, filled: screen(blank, filled, screeners),
        *("candidates", str(HERE), "--stage", "screening", "--reviewer", READERS[0], "--all"),
        *("--format", form),
    )
    take_back(filled)
    say(f"A reviewer screened {count:,} titles and abstracts.")


def _assess(plan: RoundPlan, screeners: Screeners) -> None:
    """Let both reviewers assess the full texts independently, and resolve their conflicts."""
    lists = []
    for reader in READERS:
        count, filled = fill_in(
            f"{plan.name}-eligibility-{reader}.xlsx",
            lambda blank, filled, reader=reader: assess(blank, filled, screeners, reader),
            *("candidates", str(HERE), "--stage", "eligibility", "--reviewer", reader, "--all"),
        )
        lists.append(filled)
        say(f"{reader} assessed {count} full texts.")
    take_back(*lists)
    count, filled = fill_in(
        f"{plan.name}-conflicts.xlsx",
        lambda blank, filled: agree(blank, filled, screeners),
        *("conflicts", str(HERE), "--stage", "eligibility"),
    )
    take_back(filled)
    say(f"The reviewers resolved {count} conflicts by consensus.")


def main() -> int:
    """Run the whole demo; return the exit code."""
    from pipeline.errors import AjourError
    from screening_rules.criteria_file import read_criteria

    started = monotonic()
    os.environ.setdefault("SOURCE_DATE_EPOCH", THE_DAY)
    say("This is the example review: STAMI's 2024 update on working from home, replayed.")
    say("All records but the included studies are made up; see README.md beside this file.")
    try:
        removed = start_over(HERE)
    except NotOurs as refused:
        print(refused, file=sys.stderr)
        return 2
    if removed:
        say(f"Starting over: removed the {removed} files that an earlier run made.")
    try:
        source = files("screening_rules") / "hjemmekontor.toml"
        shutil.copyfile(str(source), HERE / "criteria.toml")
        write_sheet(HERE)
        plans = make_plans(HERE)
        screeners = screeners_of(plans, read_criteria(HERE / "criteria.toml"))
        for plan in plans:
            run_round(plan, screeners)
        ajour("report", str(HERE))
    except AjourError as fault:
        print(fault, file=sys.stderr)
        return fault.exit_code
    finally:
        remember(HERE)
    say(f"\nDone in {monotonic() - started:.0f} seconds. Open {HERE / 'output'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
