"""Commands for working on the criteria; each command's module is imported only when it runs."""

import click

from flows.cli.examples import examples_of
from flows.cli.lazy_group import LazyGroup

COMMANDS = {
    "try": "Show the verdicts of the criteria on records or on a text.",
    "changed": "Show which decisions contradict the changed criteria.",
    "report": "Show how often each rule decided, and how often people disagreed with it.",
}
"""Each command and its one-line help."""


@click.group(
    cls=LazyGroup,
    package=__name__,
    helps=COMMANDS,
    modules={"try": "trial"},
    examples=examples_of("criteria"),
)
def command() -> None:
    """Try the criteria on records, and compare the rules with people's decisions."""
