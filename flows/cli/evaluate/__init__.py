"""Measure the program on labelled data; each subject's module is imported only when it runs."""

import click

from flows.cli.examples import examples_of
from flows.cli.lazy_group import LazyGroup

SUBJECTS = {
    "ranking": "Measure how early the ranking finds the included records.",
    "stopping": (
        "Measure when stopping rules end the reading, and how many includes are found by then."
    ),
    "left": "Compare the expected and the true numbers of includes among unread records.",
    "dedupe": "Count the reports that deduplication loses and the duplicates that it misses.",
    "recheck": "Measure how many wrong exclusions are found by checking a few excludes again.",
    "criteria": "Compare the criteria with decisions or with a table of cases.",
}
"""Each command and its one-line help."""


@click.group(
    cls=LazyGroup,
    package=__name__,
    helps=SUBJECTS,
    examples=examples_of("evaluate"),
    heading="Subjects",
)
def command() -> None:
    """Measure the methods of ajour on labelled data."""
