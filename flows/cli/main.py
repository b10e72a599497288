"""The command line: one module a command, imported when it is called for."""

import errno
import gc
import os
import sys
import traceback
from typing import NoReturn

import click

from flows import VERSION
from flows.cli.examples import EXAMPLES
from flows.cli.hints import completed, page_for
from flows.cli.lazy_group import LazyGroup
from flows.cli.options import no_such_option
from flows.cli.progress_bar import watched
from flows.cli.terminal import guarded_terminal
from pipeline.errors import AjourError

COMMANDS = {
    "init": "Create a new review: its folders, review.toml and criteria.toml.",
    "update": "Run a search update.",
    "import": "Import export files into a search.",
    "add": "Add a record by hand.",
    "fill": "Fill in missing fields: from services, or an abstract by hand.",
    "search": "Try a line of a search strategy on the review's records.",
    "criteria": "Try the criteria; compare their rules with decisions.",
    "duplicates": "List possible duplicates; join or split records by hand.",
    "candidates": "Write the list of reports for a reviewer to read.",
    "screen": "Screen in the browser.",
    "decide": "Import the decisions of completed lists.",
    "conflicts": "Write the conflicts between reviewers.",
    "recheck": "Write decisions that are worth checking again.",
    "reread": "Read the stored export files again with this version.",
    "withdraw": "Undo an import, a list, a decision or a link.",
    "studies": "Link reports of one study; write the extraction sheet.",
    "citations": "Show the progress of citation searches, and whether they are worthwhile.",
    "fulltext": "Show where full texts can be found; match PDFs to reports.",
    "integrity": "Check whether reports were retracted, questioned or corrected.",
    "status": "Show progress.",
    "report": "Write the flow chart, the tables and the report.",
    "explain": "Show a record's full history.",
    "trace": "List the records behind a number of the flow chart.",
    "diff": "Show what changed between two runs.",
    "schedule": "Schedule updates.",
    "check": "Verify the database, the flow numbers and the files.",
    "backup": "Copy the database safely, or restore a copy.",
    "archive": "Write the review as one file for OSF, Zenodo or another archive.",
    "export-audit": "Write every decision with its origin as csv.",
    "convert": "Convert any export file to jsonl, csv or RIS.",
    "docs": "Open the handbook.",
    "completion": "Show how to set up completion in the shell.",
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
"""Faults of a disk or a folder, which the program cannot correct."""


@click.group(
    cls=LazyGroup,
    package="flows.cli",
    helps=COMMANDS,
    modules={"import": "import_"},
    examples=EXAMPLES,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, prog_name="ajour")
@click.pass_context
def group(context: click.Context) -> None:
    """Keep a scoping review up to date: import, deduplicate, rank, screen, draw the PRISMA flow.

    Without a command, in the folder of a review, ajour summarises the review in five lines.

    Exit codes: 0 success, 1 internal error, 2 invalid input (nothing changed), 3 success, but
    somebody needs to act.
    """
    if context.invoked_subcommand is None:
        _tell_review(context)


def _tell_review(context: click.Context) -> None:
    """Where the review around the working folder stands; the help where there is none."""
    from flows.review.find_review import folder_of

    folder = folder_of(None)
    if not (folder / "review.toml").is_file():
        click.echo(context.get_help())
        return
    from flows.cli.messages.overview import overview
    from flows.inspection.told_status import told_status

    for line in overview(told_status(folder), folder):
        click.echo(line)


def main() -> NoReturn:
    """Run the program and end with its exit code; the reader never sees a traceback.

    Whatever a record, a file's name or a setting holds, a terminal is shown it and obeys none.
    """
    # A command makes many objects that all last; looking through them for circles every 700 of
    # them takes a tenth of its time.
    gc.set_threshold(50_000, 50, 100)
    # pydantic would look through every installed package for plugins; ajour has none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    with guarded_terminal():
        _run()


def _run() -> NoReturn:
    from pipeline.errors import reason

    try:
        with watched():
            code = group.main(standalone_mode=False)
        sys.exit(code or 0)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        _say("Interrupted. No partial changes were saved; run the command again to continue.")
        sys.exit(130)
    except click.NoSuchOption as fault:
        no_such_option(fault).show()
        sys.exit(2)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except AjourError as fault:
        _say(completed(str(fault)))
        _point_to_page(fault)
        sys.exit(fault.exit_code)
    except OSError as fault:
        if fault.errno not in DISK_FAULTS:
            _tell_own_fault(fault)
            sys.exit(1)
        place = fault.filename or "The output"
        _say(f"{place}: {reason(fault)}. Everything finished before this was saved.")
        sys.exit(2)
    except Exception as fault:  # noqa: BLE001 - the last place where a fault of ours can be told
        _tell_own_fault(fault)
        sys.exit(1)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _point_to_page(fault: AjourError) -> None:
    """Name the page of the handbook that explains what was refused, where there is one."""
    from pipeline.errors import Refused

    command = next((word for word in sys.argv[1:] if word in COMMANDS), "")
    page = page_for(str(fault), command) if isinstance(fault, Refused) else ""
    if page:
        _say(f"More: ajour docs {page}")


def _tell_own_fault(fault: Exception) -> None:
    """One sentence; the traceback only for those who ask with AJOUR_TRACEBACK=1."""
    _say(f"This is an error in ajour, not in your input: {type(fault).__name__}: {fault}")
    if os.environ.get("AJOUR_TRACEBACK"):
        traceback.print_exception(fault)
    else:
        _say(
            "No partial changes were saved. To see where it failed, set AJOUR_TRACEBACK=1 and "
            "run the command again."
        )
