"""A group of commands, each imported only when it is run."""

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose help imports no command.

    `helps` gives each command's one line of help, in order. A command stands in the module of
    `package` that has its name, or the one that `modules` gives.
    """

    def __init__(
        self,
        *args: Any,
        package: str,
        helps: Mapping[str, str],
        modules: Mapping[str, str] | None = None,
        heading: str = "Commands",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._package, self._heading = package, heading
        self._helps, self._modules = helps, modules or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in order."""
        return list(self._helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in self._helps:
            return None
        name = self._modules.get(cmd_name, cmd_name.replace("-", "_"))
        command: click.Command = importlib.import_module(f"{self._package}.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section(self._heading):
            formatter.write_dl(list(self._helps.items()))
