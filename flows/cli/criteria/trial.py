"""`ajour criteria try`: what the criteria make of a record, and what would change it."""

import sys
from pathlib import Path

import click

from flows.cli.options import json_option, review_option


@click.command("try")
@click.argument("records", nargs=-1)
@review_option
@click.option("--title", default=None, help="Title of a text that is not in the review.")
@click.option(
    "--abstract", default=None, help='Abstract of the text; "-" reads it from standard input.'
)
@click.option("--year", type=int, default=None, help="The year it was published.")
@click.option(
    "--type", "kind", default=None, help='Type of publication, such as "Journal Article".'
)
@click.option("--language", default=None, help='Language of the publication, such as "eng".')
@click.option(
    "--criteria",
    "criteria_file",
    type=click.Path(path_type=Path),
    help="Criteria file; default: the review's, else the supplied one on working from home.",
)
@json_option
def command(
    records: tuple[str, ...],
    folder: Path | None,
    title: str | None,
    abstract: str | None,
    year: int | None,
    kind: str | None,
    language: str | None,
    criteria_file: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show what the criteria say about RECORDS or about a text.

    RECORDS are ids, DOIs or PubMed numbers of records in the review. For each element, ajour shows
    the verdict, the words that led to it, the rule that decided, and what would change the verdict.
    Nothing is changed.
    """
    from flows.cli.messages.criteria import tell_trials
    from flows.screening.criteria_trial import records_of
    from flows.screening.labelled_cases import criteria_for
    from pipeline.errors import Refused
    from pipeline.records import Record, RecordId
    from screening_rules.supposition import try_record

    if abstract == "-":
        abstract = sys.stdin.read()
    criteria = criteria_for(criteria_file, folder)
    asked = records_of(folder, records) if records else []
    if title or abstract:
        text = Record(
            id=RecordId("text"),
            title=title or None,
            abstract=(abstract or "").strip() or None,
            year=year,
            type=kind,
            language=language,
        )
        asked.append(text)
    if not asked:
        raise Refused(
            "There is nothing to try. Name records of the review, or give a text "
            "with --title or --abstract."
        )
    tell_trials([(one, try_record(one, criteria)) for one in asked], criteria, as_json=as_json)
