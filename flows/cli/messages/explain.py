"""Prints a record's history on one screen, with the words of the criteria marked."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from flows.cli.terminal import console, print_json
from flows.inspection.explain import Story
from screening_rules.assessment import highlights

if TYPE_CHECKING:
    from rich.text import Text

STYLES = {"for": "bold green", "against": "bold red"}


def tell_story(story: Story, *, as_json: bool) -> None:
    """Print title and abstract with marked words, then every chapter that is not empty."""
    if as_json:
        answer = {
            "report": story.report,
            "title": story.record.title,
            "chapters": story.chapters,
            "assessment": asdict(story.assessment) if story.assessment else None,
        }
        print_json(answer)
        return
    printer = console(highlight=False)
    record = story.record
    printer.print(_marked(story, "title", record.title or "(no title)"), style="bold")
    facts = ("; ".join(record.authors), record.journal, record.year, record.doi, record.pmid)
    printer.print(" · ".join(str(one) for one in facts if one))
    if record.abstract:
        printer.print(_marked(story, "abstract", record.abstract))
    for chapter, lines in story.chapters.items():
        if lines:
            printer.print(f"\n{chapter}", style="bold")
            for line in lines:
                printer.print(f"  {line}")


def _marked(story: Story, field: str, words: str) -> "Text":
    from rich.text import Text

    text = Text(words)
    if story.assessment:
        for start, end, kind in highlights(story.assessment).get(field, ()):
            text.stylize(STYLES[kind], start, end)
    return text
