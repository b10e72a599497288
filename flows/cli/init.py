"""`ajour init`: create a new review."""

import re
import sys
from pathlib import Path

import click

from flows.cli.options import OneOf, json_option
from flows.cli.terminal import tell


class NamedLanguage(OneOf):
    """A choice of languages, each by its code or its name, such as en, EN or English."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code of the language."""
        from pipeline.languages import language_called

        return super().convert(language_called(value) or value, param, ctx)


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--title", help="Title of the review; default: the name of the folder.")
@click.option("--language", help="Language of the outputs: nb (Norwegian) or en (English).")
@click.option(
    "--database",
    "databases",
    multiple=True,
    help="Database to search; can be given several times.",
)
@click.option(
    "--reviewer",
    "reviewers",
    multiple=True,
    help="Name of a reviewer; can be given several times.",
)
@json_option
def command(
    folder: Path | None,
    title: str | None,
    language: str | None,
    databases: tuple[str, ...],
    reviewers: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Create a new review in FOLDER, with subfolders and the files review.toml and criteria.toml.

    In a terminal, ajour asks for the folder, the title, the language, the databases and the
    reviewers if you do not give them. For each database, a search is added to review.toml, and a
    folder is created for the export files. Existing files are left unchanged.
    """
    from flows.review.new_review import start_review
    from pipeline.languages import REVIEW_LANGUAGE, languages

    terminal = not as_json and at_terminal()
    if folder is None:
        folder = _folder_asked(may_ask=terminal)
    asks = terminal and not (folder / "review.toml").exists()
    if asks and title is None:
        title = click.prompt("Title of the review", default=folder.resolve().name)
    known = NamedLanguage(list(languages()))
    if asks and language is None:
        asked = "Language of the lists and tables: nb (Norwegian) or en (English)"
        language = click.prompt(asked, REVIEW_LANGUAGE, type=known, show_choices=False)
    databases = tuple(one for said in databases for one in _items(said))
    if asks and not databases:
        said = click.prompt("Databases to search, separated by commas", "MEDLINE")
        databases = tuple(_as_meant(one) for one in _items(said))
    if asks and not reviewers:
        reviewers = _items(click.prompt("Names of the reviewers, separated by commas", "A, B"))
    language = known.convert(language or REVIEW_LANGUAGE, None, None)
    where = title or folder.resolve().name
    made = start_review(folder, where, language=language, databases=databases, reviewers=reviewers)
    tell(made, as_json=as_json, folder=folder)


def at_terminal() -> bool:
    """Whether somebody can answer questions."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _folder_asked(*, may_ask: bool) -> Path:
    """The folder that somebody types on a terminal; elsewhere, it must be an argument."""
    if not may_ask:
        raise click.MissingParameter(param_hint="'FOLDER'", param_type="argument")
    folder: Path = click.prompt("Folder of the new review", type=click.Path(path_type=Path))
    return folder


def _items(said: str) -> tuple[str, ...]:
    """The items that somebody separated by commas or semicolons."""
    return tuple(filter(None, (one.strip() for one in re.split("[,;]", said))))


def _as_meant(database: str) -> str:
    """The database, or the known one that somebody says was meant."""
    from pipeline.review.source_kinds import meant_source

    near = meant_source(database)
    return near if near and click.confirm(f"{database}: did you mean {near}?", True) else database
