"""`ajour fulltext`: where full texts can be found, and which PDF belongs to which report."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--pdfs",
    type=click.Path(path_type=Path),
    help="Folder of PDF files; default: the folder named in review.toml.",
)
@click.option("--ask", is_flag=True, help="Ask online services for free copies now.")
@click.option(
    "--match",
    "said",
    nargs=2,
    metavar="FILE REPORT",
    help='Assign a PDF file to a report (id or DOI), or to "none".',
)
@click.option(
    "--criteria", is_flag=True, help="Search the PDF files for the words of the criteria."
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
    """Show where to find the full texts of reports in the review in FOLDER.

    For each report whose full text is sought, ajour shows the free copy, the library link, the DOI
    and the PDF file. PDF files are matched with reports by the DOI and title on the first page.
    Save PDF files in the folder fulltext of the review, or in the folder named by [full_text] in
    review.toml. PDF files are never copied or sent anywhere. The command makes no decisions. Exit
    code 3 means that a PDF file could belong to several reports, or that a service did not answer.
    """
    from flows.cli.messages.fulltext import tell_full_texts, tell_words
    from flows.inspection.full_texts import look_for_full_texts, words_in_pdfs

    if criteria:
        tell_words(words_in_pdfs(folder), as_json=as_json)
        return
    tell_full_texts(look_for_full_texts(folder, pdfs=pdfs, ask=ask, said=said), as_json=as_json)
