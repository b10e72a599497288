"""Measure the program on labelled data; one module a subject, imported when it is called for."""

import importlib

import click

SUBJECTS = {
    "ranking": "How early a ranking finds the included records.",
    "dedupe": "How many reports are lost and how many duplicates are missed.",
    "criteria": "How the criteria agree with decisions or with a table of cases.",
}
"""What can be measured, and its one-line help."""


class Subjects(click.Group):
    """A group whose commands are imported only when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All subjects."""
        return list(SUBJECTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that measures a subject, or None."""
        if cmd_name not in SUBJECTS:
            return None
        found: click.Command = importlib.import_module(f"flows.cli.evaluate.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of subjects, without importing any."""
        with formatter.section("Subjects"):
            formatter.write_dl(list(SUBJECTS.items()))


@click.group(cls=Subjects)
def command() -> None:
    """Measure the program on labelled data."""
