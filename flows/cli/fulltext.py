"""`ajour fulltext`: where full texts can be found, and which PDF belongs to which report."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--pdfs",
    type=click.Path(path_type=Path),
    help="Folder with the PDF files, instead of the folder named in review.toml.",
)
@click.option(
    "--ask", is_flag=True, help="Ask online services for free copies of the full texts now."
)
@click.option(
    "--match",
    "said",
    nargs=2,
    metavar="FILE REPORT",
    help="Assign the PDF FILE to a REPORT (an id or DOI), or to no report (none).",
)
@click.option(
    "--criteria", is_flag=True, help="Search the PDF files for the words in the criteria."
)
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

    ajour lists each report whose full text is sought, with its free copy, library link, DOI and PDF
    file. ajour looks for PDF files in the folder fulltext of the review, or in the folder named in
    [full_text] in review.toml. ajour matches each PDF file with a report by the DOI and title on
    the first page. ajour never copies PDF files or sends them anywhere. The command makes no
    decisions. Exit code 3 means that a PDF file could belong to several reports, or that a service
    did not answer.
    """
    from flows.cli.messages.fulltext import tell_full_texts, tell_words
    from flows.inspection.full_texts import look_for_full_texts, words_in_pdfs

    if criteria:
        tell_words(words_in_pdfs(folder), as_json=as_json)
        return
    tell_full_texts(look_for_full_texts(folder, pdfs=pdfs, ask=ask, said=said), as_json=as_json)
