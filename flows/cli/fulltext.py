"""`ajour fulltext`: where full texts can be found, and which PDF belongs to which report."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--pdfs",
    type=click.Path(path_type=Path),
    help="Folder with the PDFs, if it is not the usual one.",
)
@click.option("--ask", is_flag=True, help="Ask services for free copies now.")
@click.option(
    "--match",
    "said",
    nargs=2,
    metavar="FILE REPORT",
    help="Assign a PDF to a report (its id or DOI), or to none.",
)
@click.option("--criteria", is_flag=True, help="Search the PDFs for the words in the criteria.")
@json_option
def command(
    folder: Path,
    *,
    pdfs: Path | None,
    ask: bool,
    said: tuple[str, str] | None,
    criteria: bool,
    as_json: bool,
) -> None:
    """Show where to find the full texts of the review in FOLDER.

    ajour lists each report whose full text is sought, with its free copy, library link, DOI and
    PDF. It looks for PDFs in the review's folder fulltext, or in the folder that review.toml names
    in [full_text]. Each PDF is matched with a report by the DOI and title on its first page. PDFs
    are never copied or sent anywhere. The command decides nothing. Exit code 3 means that a PDF
    could belong to several reports, or cannot be read.
    """
    from flows.cli.messages.fulltext import tell_full_texts, tell_words
    from flows.inspection.full_texts import look_for_full_texts, words_in_pdfs

    if criteria:
        tell_words(words_in_pdfs(folder), as_json=as_json)
        return
    tell_full_texts(look_for_full_texts(folder, pdfs=pdfs, ask=ask, said=said), as_json=as_json)
