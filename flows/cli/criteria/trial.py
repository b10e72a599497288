"""`ajour criteria try`: what the criteria say about a record, and what would change that."""

import sys
from pathlib import Path

import click

from flows.cli.options import json_option, review_option


@click.command("try")
@click.argument("records", nargs=-1)
@review_option
@click.option("--title", default=None, help="Title of the text; it need not be in the review.")
@click.option(
    "--abstract",
    default=None,
    help='Abstract of the text, or "-" to read it from standard input.',
)
@click.option("--year", type=int, default=None, help="Year of publication of the text.")
@click.option(
    "--type", "kind", default=None, help='Publication type of the text, such as "Journal Article".'
)
@click.option("--language", default=None, help='Language of the text, such as "eng".')
@click.option(
    "--criteria",
    "criteria_file",
    type=click.Path(path_type=Path),
    help="Criteria file; default: that of the review, or an example about working from home.",
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
    """Show the verdicts of the criteria on RECORDS or on a text.

    RECORDS are ids, DOIs or PubMed numbers. For each element of the criteria, ajour shows the
    verdict, the words that led to it, the rule that decided, and the changes to the record that
    would lead to another verdict. The command changes nothing.
    """
    from pipeline.errors import Refused

    if abstract == "-":
        abstract = sys.stdin.read()
    if not (records or title or abstract):
        raise Refused("Nothing to try. Name records of the review, or give --title or --abstract.")
    from flows.cli.messages.criteria import tell_trials
    from flows.screening.criteria_trial import records_of
    from flows.screening.labelled_cases import criteria_for
    from pipeline.records import Record, RecordId
    from screening_rules.supposition import try_record

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
    tell_trials([(one, try_record(one, criteria)) for one in asked], criteria, as_json=as_json)
