"""The handbook shipped with the program: docs/ in a checkout, flows/handbook/ in a wheel."""

from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import Fault, Refused
from pipeline.text.likeness import did_you_mean

PACKAGE = Path(__file__).resolve().parent.parent


def pages() -> dict[str, Path]:
    """The pages by name, README first and Norwegian pages last; {} if there are none."""
    installed, checkout = PACKAGE / "handbook", PACKAGE.parent
    folder, first = (installed, installed) if installed.is_dir() else (checkout / "docs", checkout)
    found = [first / "README.md", *sorted(folder.glob("*.md"))]
    norwegian = {f"nb/{path.stem}": path for path in sorted(folder.glob("nb/*.md"))}
    return {path.stem: path for path in found if path.is_file()} | norwegian


def named_page(said: str, topics: Mapping[str, str]) -> str:
    """The page that somebody means, whatever its case, or the page about a topic."""
    asked = said.casefold().removesuffix(".md").removeprefix("docs/")
    every = {one.casefold(): one for one in pages()}
    return every.get(asked) or topics.get(asked, said)


def page_of(name: str) -> Path:
    """The path of a page of the handbook; Refused if there is no page of that name."""
    known = pages()
    stem = name.removesuffix(".md")
    if stem in known:
        return known[stem]
    every = Fault("to list all pages", "ajour docs --list")
    raise Refused(
        f"{name}: the handbook has no page of this name; {did_you_mean(stem, known)}", [every]
    )
