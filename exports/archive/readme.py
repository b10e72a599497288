"""The README of an archive."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from exports.archive.crate import CrateHead
from exports.markdown import escaped


def readme(
    head: CrateHead, told: Mapping[str, str], *, pseudonyms: bool, left_out: Sequence[str]
) -> str:
    """What is in the archive, what is not, and how to check it, as Markdown."""
    from jinja2 import Environment, StrictUndefined

    text = (files("exports.archive") / "readme.md.j2").read_text(encoding="utf-8")
    # The title is escaped for Markdown here, not for HTML.
    environment = Environment(undefined=StrictUndefined)  # noqa: S701  # nosec B701
    return environment.from_string(text).render(
        title=escaped(head.title),
        head=head,
        files=told,
        pseudonyms=pseudonyms,
        left_out=left_out,
    )
