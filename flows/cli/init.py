"""`ajour init`: create a new review."""

import sys
from pathlib import Path

import click

from flows.cli.options import OneOf, json_option
from flows.cli.terminal import tell


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="Title of the review; default: the name of the folder.")
@click.option("--language", help="Language of the outputs: nb (Norwegian) or en (English).")
@click.option(
    "--database",
    "databases",
    multiple=True,
    help="Database to search; can be given several times.",
)
@json_option
def command(
    folder: Path,
    title: str | None,
    language: str | None,
    databases: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Create a new review in FOLDER, with subfolders and the files review.toml and criteria.toml.

    In a terminal, ajour asks for the title, the language and the databases if you do not give them
    as options. For each database, a search is added to review.toml, and a folder is created for the
    export files. Existing files are left unchanged.
    """
    from flows.review.new_review import start_review
    from pipeline.languages import REVIEW_LANGUAGE, languages

    asks = (
        not as_json
        and sys.stdin.isatty()
        and sys.stdout.isatty()
        and not (folder / "review.toml").exists()
    )
    if asks and title is None:
        title = click.prompt("Title of the review", default=folder.resolve().name)
    known = OneOf(list(languages()))
    if asks and language is None:
        language = click.prompt("Language of its lists and tables", REVIEW_LANGUAGE, type=known)
    if asks and not databases:
        said = click.prompt("Databases to search, separated by commas", "MEDLINE")
        databases = tuple(said.split(","))
    language = known.convert(language or REVIEW_LANGUAGE, None, None)
    where = title or folder.resolve().name
    made = start_review(folder, where, language=language, databases=databases)
    tell(made, as_json=as_json, folder=folder)
