"""The list of open points: what only the review's people can add or correct, one line each."""

from collections.abc import Sequence

from exports.language.catalogue import Language, Words, number
from exports.markdown import plain
from exports.stamp import Stamp


def open_points_file(language: Language) -> str:
    """The file's name within the output folder, in the review's own language.

    >>> open_points_file("en")
    'open-points.md'
    """
    return f"{Words(language, 'open_points')['file']}.md"


def open_points_markdown(points: Sequence[str], stamp: Stamp) -> str:
    """The list in Markdown, in the stamp's language; it says so if nothing is open."""
    words = Words(stamp.language, "open_points")
    lines = [f"- {plain(point)}" for point in points]
    listed = "\n".join(lines) if lines else words["none"]
    parts = [f"# {words['title']}", words["explained"], listed, f"*{plain(stamp.line())}*"]
    return "\n\n".join(parts) + "\n"


def counted_points(count: int, language: Language, review: Language | None = None) -> list[str]:
    """A sentence with the number of open points and where they are; [] if there are none.

    The list is written in the review's language, even if that is another one.
    """
    words = Words(language, "open_points")
    if not count:
        return []
    key = "count_one" if count == 1 else "count"
    return [words(key, n=number(count, language), file=open_points_file(review or language))]
