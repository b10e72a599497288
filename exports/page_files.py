"""Files of a page that is a single HTML file: its style, its script and its template."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from exports.office_files import printable

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def page_file(package: str, name: str) -> str:
    """A file of a page; its text is hashed too, so surrounding white space is removed."""
    return (files(package) / "templates" / name).read_text(encoding="utf-8").strip()


@cache
def page_template(package: str, name: str) -> "Template":
    """The template of a page: values are shown as text, and none may be missing."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(package, "templates"),
        autoescape=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
