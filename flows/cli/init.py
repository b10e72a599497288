"""`ajour init`: create a new review."""

import re
import sys
from pathlib import Path

import click

from flows.cli.options import OneOf, json_option
from flows.cli.terminal import tell


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

    known = LanguageChoice(list(languages()))
    if language is not None:
        language = known.convert(language, None, None)
    terminal = not as_json and at_terminal()
    if folder is None:
        folder = _folder_asked(may_ask=terminal)
    databases = tuple(part for one in databases for part in _all_known(databases_in(one)) or [one])
    asks = terminal and not (folder / "review.toml").exists()
    if asks and title is None:
        title = click.prompt("Title of the review", default=folder.resolve().name)
    if asks and language is None:
        language = click.prompt("Language of its lists and tables", REVIEW_LANGUAGE, type=known)
    if asks and not databases:
        said = click.prompt("Databases to search, separated by commas", "MEDLINE")
        databases = tuple(map(_as_meant, databases_in(said)))
    if asks and not reviewers:
        said = click.prompt("Names of the reviewers, separated by commas", "A, B")
        reviewers = tuple(LISTED_PEOPLE.split(said))
    made = start_review(
        folder,
        title or folder.resolve().name,
        language=language or REVIEW_LANGUAGE,
        databases=databases,
        reviewers=reviewers,
    )
    tell(made, as_json=as_json, folder=folder)


LISTED = re.compile(r"\s*[,;]\s*")
LAST = re.compile(r"\s+(?:og|and|&)\s+", re.IGNORECASE)
LISTED_PEOPLE = re.compile(f"{LISTED.pattern}|{LAST.pattern}", re.IGNORECASE)
"""What people write between the names in a list, and before the last name."""


class LanguageChoice(OneOf):
    """The code of a language, or a name of the language, such as norsk."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code that is meant."""
        from pipeline.languages import language_called

        try:
            return super().convert(language_called(value), param, ctx)
        except click.BadParameter as fault:
            fault.param_hint = fault.param_hint or "--language"
            raise


def databases_in(said: str) -> list[str]:
    """The databases in a list; "and" divides only names that are known: a name may have one.

    >>> databases_in("MEDLINE; Embase and Scopus"), databases_in("Work and Health")
    (['MEDLINE', 'Embase', 'Scopus'], ['Work and Health'])
    """
    found = []
    for name in filter(None, LISTED.split(said.strip())):
        found += _all_known(LAST.split(name)) or [name]
    return found


def _all_known(names: list[str]) -> list[str]:
    """The names if each is that of a source, perhaps misspelt; else none."""
    from pipeline.review.source_kinds import known_source, meant_source

    return names if all(known_source(one) or meant_source(one) for one in names) else []


def at_terminal() -> bool:
    """Whether somebody can answer questions."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _folder_asked(*, may_ask: bool) -> Path:
    """The folder that somebody types on a terminal; elsewhere, it must be an argument."""
    if not may_ask:
        raise click.MissingParameter(param_hint="'FOLDER'", param_type="argument")
    folder: Path = click.prompt("Folder of the new review", type=click.Path(path_type=Path))
    return folder


def _as_meant(database: str) -> str:
    """The database, or the known one that somebody says was meant."""
    from pipeline.review.source_kinds import meant_source

    near = meant_source(database)
    return near if near and click.confirm(f"{database}: did you mean {near}?", True) else database
