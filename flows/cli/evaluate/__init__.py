"""Measure the program on labelled data; each subject's module is imported only when it runs."""

import click

from flows.cli.lazy_group import LazyGroup

SUBJECTS = {
    "ranking": "How early the ranking finds the included records.",
    "stopping": "When stopping rules would have stopped, and how much had been found by then.",
    "left": "Expected and actual numbers of includes among unread records.",
    "dedupe": "How many reports are lost and how many duplicates are missed.",
    "recheck": "How many wrong decisions a recheck of a few excludes finds.",
    "criteria": "How the criteria agree with decisions or with a table of cases.",
}
"""Each command and its one-line help."""


@click.group(cls=LazyGroup, package=__name__, helps=SUBJECTS, heading="Subjects")
def command() -> None:
    """Measure the program on labelled data."""
