"""The handbook shipped with the program: docs/ in a checkout, flows/handbook/ in a wheel."""

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


def page_of(name: str) -> Path:
    """The path of a page of the handbook, ignoring case; Refused if no page has that name."""
    known = pages()
    stem = name.removesuffix(".md")
    if found := next((one for one in known if one.casefold() == stem.casefold()), None):
        return known[found]
    every = Fault("to list all pages", "ajour docs --list")
    raise Refused(
        f"{name}: the handbook has no page of this name; {did_you_mean(stem, known)}", [every]
    )
