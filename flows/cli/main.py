"""The command line; each command's module is imported only when the command runs."""

import atexit
import errno
import gc
import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import click

from flows import VERSION
from flows.cli.examples import EXAMPLES
from flows.cli.hints import completed, page_for
from flows.cli.lazy_group import LazyGroup
from flows.cli.options import no_such_option
from flows.cli.progress_bar import watched
from flows.cli.terminal import guarded_terminal
from pipeline.errors import AjourError, Busy, Refused, reason

COMMANDS = {
    "init": "Create a new review with its folders, review.toml and criteria.toml.",
    "update": "Run a search update of the review.",
    "import": "Add the records of export files to a search.",
    "add": "Add a record by hand.",
    "fill": "Fill empty fields with data from services, or add an abstract by hand.",
    "search": "Try a line of a search strategy on the review's records.",
    "criteria": "Try the criteria, or compare the rules with people's decisions.",
    "duplicates": "List possible duplicates, or join and split records by hand.",
    "candidates": "Write a list of reports for a reviewer to read.",
    "screen": "Open a page in the browser for screening.",
    "decide": "Import the decisions of completed lists.",
    "conflicts": "List the conflicts between reviewers in a spreadsheet.",
    "recheck": "List decisions that are worth checking again.",
    "reread": "Read the export files again with this version of ajour.",
    "withdraw": "Undo a decision, a link, or the import of a file.",
    "studies": "Link reports of the same study, or write the sheet for data extraction.",
    "citations": "Show the progress of citation searching.",
    "fulltext": "Show where to find full texts, and match PDF files with reports.",
    "integrity": "Check whether reports were retracted, questioned or corrected.",
    "status": "Show the progress of the review.",
    "report": "Write the PRISMA flow chart, the tables and the report.",
    "explain": "Show the full history of a record.",
    "trace": "List the records behind a number in the flow chart.",
    "diff": "Show the changes between two updates or reports.",
    "schedule": "Update the review on a schedule.",
    "check": "Verify the database, the files and the numbers of the flow chart.",
    "backup": "Copy the database of the review, or restore a copy.",
    "archive": "Write the review as one file for OSF, Zenodo or another archive.",
    "export-audit": "Write every decision, with the file it came from, as csv.",
    "convert": "Convert an export file to jsonl, csv or RIS.",
    "docs": "Open the handbook of ajour.",
    "completion": "Show how to turn on completion of commands in the shell.",
    "evaluate": "Measure the ranking, deduplication or criteria on labelled data.",
}
"""Every command and its one-line help, in the order in which a review uses them."""


SHOWN = 5
"""Maximum number of reviews in the working folder that are named."""

DISK_FAULTS = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.ENAMETOOLONG,
)
"""Error numbers for faults of a disk or a folder, which the program cannot correct."""


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
    """Keep a scoping review up to date, from importing records to drawing the PRISMA flow chart.

    Without a command, ajour summarises the review in the working folder in five lines.

    Exit code 0 means success, and exit code 1 an internal error. Exit code 2 means that the input
    is invalid and that nothing was changed. Exit code 3 means success, but somebody needs to act.
    """
    if context.invoked_subcommand is None:
        _tell_review(context)


def _tell_review(context: click.Context) -> None:
    """Print an overview of the review in the working folder, or the help if there is none."""
    from flows.review.find_review import folder_of

    folder = folder_of(None)
    if not (folder / "review.toml").is_file():
        click.echo(context.get_help())
        _tell_reviews(folder)
        return
    from flows.cli.messages.overview import overview
    from flows.inspection.told_status import told_status

    for line in overview(told_status(folder), folder):
        click.echo(line)


def _tell_reviews(folder: Path) -> None:
    """Print the command that shows each of the first reviews in a folder without a review."""
    from flows.review.find_review import reviews_in
    from pipeline.text.shell_words import command_line

    found = list(reviews_in(folder).values())[:SHOWN]
    lines = [command_line("ajour status", one) for one in found] or ["ajour init FOLDER"]
    click.echo("\nTo see a review in this folder:" if found else "\nTo create a review:")
    for line in lines:
        click.echo(f"  {line}")


def main() -> NoReturn:
    """Run the program and end with its exit code; the user never sees a traceback.

    Control characters in records, file names and settings are shown, never sent to the terminal.
    """
    # A command creates many objects that live until it ends; collecting garbage after every 700 new
    # objects would take a tenth of its time.
    gc.set_threshold(50_000, 50, 100)
    # The end of the process frees all memory: no search for cycles in a library is needed before.
    atexit.register(gc.freeze)
    # pydantic would look through every installed package for plugins; ajour has none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    with guarded_terminal():
        _run()


def _run() -> NoReturn:
    try:
        with watched():
            code = group.main(prog_name="ajour", standalone_mode=False)
        sys.exit(code or 0)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.Abort:
        told = "Interrupted. No partial changes were saved; run the command again to continue."
        _say(told)
        _fail(130, told)
    except click.ClickException as fault:
        _fail(2, _refuse_usage(fault))
    except AjourError as fault:
        _say(completed(str(fault)))
        _suggest()
        page = _page_of(fault)
        if page:
            _say(f"More: ajour docs {page}")
        _fail(fault.exit_code, fault, page)
    except OSError as fault:
        if fault.errno not in DISK_FAULTS:
            _fail(1, _tell_own_fault(fault))
        place = fault.filename or "The output"
        told = (
            f"{place}: {reason(fault)}. Everything that was finished before this error was saved."
        )
        _say(told)
        _fail(2, told)
    except Exception as fault:  # noqa: BLE001 - the last place to report an internal error
        _fail(1, _tell_own_fault(fault))


def _fail(code: int, fault: AjourError | str, page: str = "") -> NoReturn:
    """End with an exit code; with --json, print the error as an object too."""
    if "--json" in sys.argv[1:]:
        from flows.cli.terminal import print_json_failure

        sentence = fault.sentence if isinstance(fault, Refused) else str(fault)
        faults = fault.faults if isinstance(fault, Refused) else ()
        told = [{"place": one.place, "sentence": completed(one.sentence)} for one in faults]
        print_json_failure(completed(sentence), told, page, code)
    sys.exit(code)


def _refuse_usage(fault: click.ClickException) -> str:
    """Say what is wrong with the words of the command, with an example or a suggestion."""
    if isinstance(fault, click.NoSuchOption):
        fault = no_such_option(fault, sys.argv[1:])
    fault.show()
    if isinstance(fault, click.MissingParameter):
        _say_example(fault.ctx)
    _suggest()
    return fault.format_message()


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _suggest() -> None:
    """Print the command that was meant if a folder or runs were given without their options."""
    from flows.cli.meant_review import suggestion

    if told := suggestion(sys.argv[1:]):
        _say(told)


def _say_example(context: click.Context | None) -> None:
    """Print an example of the command that was given without a required argument."""
    names: list[str] = []
    while context and context.parent:
        names.insert(0, context.info_name or "")
        context = context.parent
    if examples := EXAMPLES.get(" ".join(names)):
        _say(f"For example: {examples[0]}")


def _page_of(fault: AjourError) -> str:
    """The page of the handbook that explains the refusal; "" if there is none."""
    command = next((word for word in sys.argv[1:] if word in COMMANDS), "")
    explained = isinstance(fault, Refused) and not isinstance(fault, Busy)
    return page_for(str(fault), command) if explained else ""


def _tell_own_fault(fault: Exception) -> str:
    """Report an internal error in one sentence; AJOUR_TRACEBACK=1 also prints the traceback."""
    told = f"This is an error in ajour, not in your input: {type(fault).__name__}: {fault}"
    _say(told)
    if os.environ.get("AJOUR_TRACEBACK"):
        traceback.print_exception(fault)
    else:
        _say(
            "No partial changes were saved. To see where it failed, set AJOUR_TRACEBACK=1 and "
            "run the command again."
        )
    return told
