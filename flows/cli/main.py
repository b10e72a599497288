"""The command line: one module a command, imported when it is called for."""

import errno
import gc
import os
import sys
import traceback
from typing import NoReturn

import click

from flows import VERSION
from flows.cli.lazy_group import LazyGroup
from flows.cli.terminal import guarded_terminal

COMMANDS = {
    "init": "Make a new review: its folders, review.toml and criteria.toml.",
    "update": "Run one whole search update.",
    "import": "Take export files into a search.",
    "search": "Try a line of a search strategy on the records at hand.",
    "criteria": "Try the criteria; see how their rules stand against decisions.",
    "duplicates": "List doubtful pairs; join or split records by hand.",
    "candidates": "Write the list of records that a reviewer is to read.",
    "decide": "Take back the decisions of filled-in lists.",
    "conflicts": "Write the disagreements between reviewers.",
    "reread": "Read the kept export files with today's readers.",
    "withdraw": "Undo a mistaken decision file or import.",
    "studies": "Link reports of one study; write the extraction sheet.",
    "citations": "Say whether citation searching pays, and how far it has come.",
    "integrity": "Ask whether reports were retracted, doubted or corrected.",
    "status": "Say where the review stands.",
    "report": "Write the figure, the tables and the report.",
    "explain": "Tell one record's whole story.",
    "trace": "List the records behind a number of the flow chart.",
    "diff": "Say what changed between two runs.",
    "schedule": "Run updates by the clock.",
    "check": "Test the store, its sums and its files.",
    "backup": "Copy the store safely, or bring a copy back.",
    "export-audit": "Write every decision with its origin as csv.",
    "convert": "Turn any export file into jsonl, csv or ris.",
    "evaluate": "Measure ranking, deduplication or criteria on labelled data.",
}
"""Every command and its one-line help, in the order of a review's life."""


DISK_FAULTS = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.ENAMETOOLONG,
)
"""What a disk or a folder says that takes no more; it is not for us to mend."""


@click.group(
    cls=LazyGroup,
    package="flows.cli",
    helps=COMMANDS,
    modules={"import": "import_"},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, prog_name="ajour")
def group() -> None:
    """Keep a scoping review up to date: import, deduplicate, rank, screen, draw the PRISMA flow.

    Exit codes: 0 done, 1 a fault of ours, 2 the input is refused and nothing was changed, 3 done
    but a person is needed.
    """


def main() -> NoReturn:
    """Run the program and end with its exit code; the reader never sees a traceback.

    Whatever a record, a file's name or a setting holds, a terminal is shown it and obeys none.
    """
    # A command makes many objects that all last; looking through them for circles every 700 of
    # them takes a tenth of its time.
    gc.set_threshold(50_000, 50, 100)
    with guarded_terminal():
        _run()


def _run() -> NoReturn:
    from pipeline.errors import AjourError, reason

    try:
        sys.exit(group.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        _say("stopped; nothing half-done was kept, and the same command goes on from there.")
        sys.exit(130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except AjourError as fault:
        _say(str(fault))
        sys.exit(fault.exit_code)
    except OSError as fault:
        if fault.errno not in DISK_FAULTS:
            _tell_own_fault(fault)
            sys.exit(1)
        place = fault.filename or "What was to be written"
        _say(f"{place}: {reason(fault)}. What was done before stands.")
        sys.exit(2)
    except Exception as fault:  # noqa: BLE001 - the last place where a fault of ours can be told
        _tell_own_fault(fault)
        sys.exit(1)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _tell_own_fault(fault: Exception) -> None:
    """One sentence; the traceback only for those who ask with AJOUR_TRACEBACK=1."""
    _say(f"This is a fault of ajour, not of your input: {type(fault).__name__}: {fault}")
    if os.environ.get("AJOUR_TRACEBACK"):
        traceback.print_exception(fault)
    else:
        _say("Nothing half-done was kept. Set AJOUR_TRACEBACK=1 and run it again to see where.")
