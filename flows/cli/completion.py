"""`ajour completion`: how to have commands completed by the shell."""

import click

LINES = {
    "bash": ("~/.bashrc", 'eval "$(_AJOUR_COMPLETE=bash_source ajour)"'),
    "zsh": ("~/.zshrc", 'eval "$(_AJOUR_COMPLETE=zsh_source ajour)"'),
    "fish": ("~/.config/fish/completions/ajour.fish", "_AJOUR_COMPLETE=fish_source ajour | source"),
}
"""For each shell the file, and the line that goes into it."""


@click.command()
@click.argument("shell", required=False, type=click.Choice(list(LINES)))
def command(shell: str | None) -> None:
    """Say which line completes commands and options of ajour in a SHELL, and where it goes.

    In PowerShell and in the command prompt of Windows nothing is completed.
    """
    for name in (shell,) if shell else LINES:
        place, line = LINES[name]
        click.echo(f"{name}: add this line to {place}, and open a new terminal:\n  {line}")
