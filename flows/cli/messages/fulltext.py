"""What `ajour fulltext` prints."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from flows.inspection.full_texts import FoundFullTexts, WordsFound
from flows.stages.full_texts import summary
from pipeline.errors import PersonNeeded, Refused
from pipeline.records import RecordId
from pipeline.store.full_texts import FullTextFile

STATES = {
    "scanned": "this PDF is a scan without a text layer, so ajour cannot read it. Read the "
    "PDF yourself",
    "encrypted": "this PDF is locked with a password. Remove the password or get another copy",
    "broken": "this PDF cannot be read. Get another copy",
    "slow": "ajour stopped reading this PDF, because reading took too long. Get another copy",
    "huge": "this PDF is too large for ajour to read",
}
"""A sentence for each state of a file that cannot be searched."""


def tell_full_texts(found: FoundFullTexts, *, as_json: bool) -> None:
    """Print where each full text is.

    Raises PersonNeeded (exit code 3) if a PDF needs a person, or a service could not be asked.
    """
    if as_json:
        print_json(
            {
                "reports": [_report(found, one) for one in found.places],
                "pdfs": [_pdf(one) for one in found.files],
                "failed": list(found.failed),
            }
        )
    else:
        for line in _lines(found):
            click.echo(line)
    asks = sum(one.asks != "[]" for one in found.files)
    if asks:
        raise PersonNeeded(
            f"Number of PDFs that could belong to several reports: {asks:,}. To assign a "
            f"PDF to a report: ajour fulltext --match FILE REPORT"
        )
    if found.failed:
        raise PersonNeeded("Some services could not be asked. Run the command again later.")


def _report(found: FoundFullTexts, report: RecordId) -> dict[str, object]:
    place = found.places[report]
    return {
        "report": report,
        "reference": found.references[report],
        "sought": report in found.sought,
        "free": [asdict(one) for one in place.free],
        "library": place.library or None,
        "doi": place.doi or None,
        "pdfs": [one.path for one in place.files],
        "asked": dict(place.asked),
        "could not be asked": dict(place.unasked),
    }


def _pdf(file: FullTextFile) -> dict[str, object]:
    return {
        "path": file.path,
        "state": file.state,
        "pages": file.pages,
        "why": file.why,
        "report": file.record,
        "because": file.because,
        "asks": [{"report": report, "why": why} for report, why in json.loads(file.asks)],
    }


def _lines(found: FoundFullTexts) -> Iterator[str]:
    if found.files:
        yield summary(found.files)
    sought = [found.places[one] for one in found.sought if one in found.places]
    yield f"Number of reports whose full text is sought: {len(sought):,}."
    for place in sought:
        yield f"{place.report} {found.references[place.report]}"
        for link in place.free:
            said = ", ".join(one for one in (link.version, link.licence, link.service) if one)
            yield f"    free copy: {link.url} ({said})"
        if place.library:
            yield f"    library: {place.library}"
        if place.doi:
            yield f"    DOI: {place.doi}"
        yield from (f"    PDF: {one.path} ({one.because})" for one in place.files)
    yield from _files(found.files)
    yield from found.failed


def _files(files: Sequence[FullTextFile]) -> Iterator[str]:
    for file in files:
        if file.state in STATES:
            more = f" ({file.why})" if file.why else ""
            yield f"{file.path}: {STATES[file.state]}{more}."
        asks = json.loads(file.asks)
        for report, why in asks:
            yield f"{file.path}: this PDF may belong to {report}, but {why}."
        if not asks and not file.record and (file.state == "text" or file.because):
            yield (
                f"{file.path}: "
                f"{file.because or 'this PDF matches no report whose full text is sought'}."
            )


def tell_words(found: Sequence[WordsFound], *, as_json: bool) -> None:
    """Print what the criteria find in each PDF, with page and sentence."""
    if as_json:
        print_json({"pdfs": [asdict(one) for one in found]})
        return
    for pdf in found:
        click.echo(f"{pdf.report} {pdf.reference} ({pdf.path})")
        if pdf.state in STATES:
            click.echo(f"  {STATES[pdf.state]}.")
        if pdf.read < pdf.pages:
            click.echo(f"  ajour read {pdf.read:,} of {pdf.pages:,} pages.")
        element = ""
        for label, page, sentence, words in sorted(pdf.found):
            if label != element:
                click.echo(f"  {label}")
                element = label
            click.echo(f"    page {page}: {sentence} [{', '.join(words)}]")
    if not found:
        raise Refused("No PDF has been matched to a report yet. To match them: ajour fulltext")
