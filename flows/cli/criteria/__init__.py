"""The workbench of the criteria; one module a command, imported when it is called for."""

import importlib

import click

COMMANDS = {
    "try": "Say what the criteria make of records or of a text, and what would change it.",
    "report": "Say how often each rule decided, and how often people decided otherwise.",
}
"""What can be done with the criteria, and its one-line help."""

MODULES = {"try": "trial", "report": "report"}


class Workbench(click.Group):
    """A group whose commands are imported only when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"flows.cli.criteria.{MODULES[cmd_name]}")
        found: click.Command = module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Workbench)
def command() -> None:
    """Try the criteria, and see how their rules stand against people's decisions."""
