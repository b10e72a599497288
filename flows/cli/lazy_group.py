"""A group of commands, each imported only when it is run."""

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.text.likeness import did_you_mean
from pipeline.text.shell_words import command_line


class LazyGroup(click.Group):
    """A group that shows its help without importing any command.

    `helps` gives each command's one-line help, in order, and `examples` gives example lines. A
    command is defined in the module of `package` with its name, or in the module that `modules`
    gives.
    """

    def __init__(
        self,
        *args: Any,
        package: str,
        helps: Mapping[str, str],
        modules: Mapping[str, str] | None = None,
        examples: Mapping[str, Sequence[str]] | None = None,
        heading: str = "Commands",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._package, self._heading = package, heading
        self._helps, self._modules, self._examples = helps, modules or {}, examples or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in order."""
        return list(self._helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command of that name; None if there is none."""
        if cmd_name not in self._helps:
            return None
        name = self._modules.get(cmd_name, cmd_name.replace("-", "_"))
        command: click.Command = importlib.import_module(f"{self._package}.{name}").command
        lines = self._examples.get(cmd_name, ())
        if lines:
            shown = "\n".join(f"  {line}" for line in lines)
            command.epilog = f"\b\nFor example:\n{shown}"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; an unknown name fails with a suggestion."""
        name = args[0]
        if name not in self._helps and not name.startswith("-") and not ctx.resilient_parsing:
            if (Path(name) / "review.toml").is_file():
                line = command_line("ajour status", Path(name))
                ctx.fail(f"{name!r} is a review, not a command; to see its status: {line}")
            if name == "help":
                line = " ".join([ctx.command_path, *args[1:2], "--help"])
                ctx.fail(f"No such command 'help'; to see the help: {line}")
            ctx.fail(f"No such command {name!r}; {did_you_mean(name, self._helps)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section(self._heading):
            formatter.write_dl(list(self._helps.items()))
