"""`ajour completion`: how to turn on completion of commands in a shell."""

import click

from flows.cli.options import OneOf, json_option

LINES = {
    "bash": ("~/.bashrc", 'eval "$(_AJOUR_COMPLETE=bash_source ajour)"'),
    "zsh": ("~/.zshrc", 'eval "$(_AJOUR_COMPLETE=zsh_source ajour)"'),
    "fish": ("~/.config/fish/completions/ajour.fish", "_AJOUR_COMPLETE=fish_source ajour | source"),
}
"""For each shell, the file to edit and the line to add to it."""


@click.command()
@click.argument("shell", required=False, type=OneOf(list(LINES)))
@json_option
def command(shell: str | None, *, as_json: bool) -> None:
    """Show the line that lets your shell complete ajour commands with the Tab key.

    The Tab key then completes commands, options, and the names of reviewers, searches and rounds.

    ajour also names the file to which you add the line. Completion does not work in the Windows
    command prompt or in PowerShell.
    """
    names = (shell,) if shell else tuple(LINES)
    if as_json:
        from flows.cli.terminal import print_json

        places = [{"shell": one, "file": LINES[one][0], "line": LINES[one][1]} for one in names]
        print_json({"shells": places})
        return
    for name in names:
        place, line = LINES[name]
        click.echo(f"{name}: add this line to {place}, and open a new terminal:\n  {line}")
