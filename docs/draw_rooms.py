"""Draws docs/rooms.svg: the rooms of the code, and which room imports which.

Run by `make fix`; a test draws the picture again and compares. A room is a folder (or, in pipeline
and exports, also a module) directly in one of the four packages. Each room is drawn above all rooms
that it imports. An arrow is drawn only if no other path implies it.
"""

import ast
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("flows", "exports", "screening_rules", "pipeline")
SMALL = ("errors", "files", "toml", "records", "decisions")
"""Modules of the pipeline that are drawn as rooms because every other room imports them."""

WIDTH, MARGIN, GAP, LINE, HEAD = 1180, 16, 10, 13, 24
ROW = 80
"""Height of a row with the space below it, in pixels."""


def rooms(package: str) -> dict[str, str]:
    """The rooms of a package by name, with their docstrings."""
    found = {}
    for path in sorted((ROOT / package).iterdir()):
        if (path / "__init__.py").is_file():
            found[path.name] = _docstring(path / "__init__.py")
        elif path.stem in SMALL and package == "pipeline":
            found[path.stem] = _docstring(path)
    return found


def imports(package: str) -> dict[str, set[str]]:
    """For each room, the other rooms of its package that its modules import."""
    known = rooms(package)
    found: dict[str, set[str]] = {room: set() for room in known}
    for room in known:
        for path in _modules(ROOT / package / room):
            for name in _imported(path):
                parts = name.split(".")
                if parts[0] == package and len(parts) > 1 and parts[1] in known:
                    found[room].add(parts[1])
        found[room].discard(room)
    return found


def _modules(room: Path) -> Iterator[Path]:
    return room.rglob("*.py") if room.is_dir() else iter([room.with_suffix(".py")])


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _docstring(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.split("\n\n")[0].replace("\n", " ")


def rows(arrows: dict[str, set[str]]) -> list[list[str]]:
    """The rooms in rows; each room is above all rooms that it imports."""
    depth: dict[str, int] = {}

    def below(room: str) -> int:
        if room not in depth:
            depth[room] = max((below(inner) + 1 for inner in arrows[room]), default=0)
        return depth[room]

    height = max(map(below, arrows), default=-1)
    return [[room for room in arrows if depth[room] == row] for row in range(height, -1, -1)]


def reduced(arrows: dict[str, set[str]]) -> dict[str, set[str]]:
    """The arrows without those that a longer path implies."""

    def reached(room: str) -> set[str]:
        return arrows[room].union(*(reached(inner) for inner in arrows[room]))

    return {
        room: {end for end in ends if not any(end in reached(inner) for inner in ends - {end})}
        for room, ends in arrows.items()
    }


def panel(package: str, left: int, top: int, width: int) -> tuple[list[str], int]:
    """The elements of a package's panel, and the height of the panel."""
    said, arrows = rooms(package), imports(package)
    table = rows(arrows)
    height = HEAD + ROW * len(table) + 2
    intro = f"{package}: {_docstring(ROOT / package / '__init__.py')}"
    parts = [
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" class="panel"/>',
        f'<text x="{left + 10}" y="{top + 17}" class="package">{escape(intro)}</text>',
    ]
    places: dict[str, tuple[float, float]] = {}
    for number, row in enumerate(table):
        wide = min((width - GAP) / len(row) - GAP, 300)
        start = left + (width - len(row) * (wide + GAP) + GAP) / 2
        for place, room in enumerate(row):
            x, y = start + place * (wide + GAP), top + HEAD + number * ROW
            places[room] = (x + wide / 2, y)
            parts += _box(room, said[room], (x, y, wide))
    lines = [
        _arrow(places[room], places[end])
        for room, ends in reduced(arrows).items()
        for end in sorted(ends)
    ]
    return parts[:2] + lines + parts[2:], height


BOX = ROW - 22


def _box(name: str, said: str, place: tuple[float, float, float]) -> Iterator[str]:
    x, y, wide = place
    yield f'<rect x="{x:.0f}" y="{y}" width="{wide:.0f}" height="{BOX}" rx="4" class="room"/>'
    yield f'<text x="{x + 7:.0f}" y="{y + 15}" class="name">{name}</text>'
    lines = textwrap.wrap(said, max(10, int(wide / 5.4)), max_lines=3, placeholder=" …")
    for number, line in enumerate(lines):
        yield f'<text x="{x + 7:.0f}" y="{y + 28 + number * LINE}">{escape(line)}</text>'


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    y1 += BOX
    middle = (y1 + y2) / 2
    return f'<path d="M{x1:.0f},{y1} C{x1:.0f},{middle} {x2:.0f},{middle} {x2:.0f},{y2 - 3}"/>'


def drawing() -> str:
    """The whole picture as SVG."""
    inner = WIDTH - 2 * MARGIN
    parts: list[str] = []
    top = MARGIN
    for package in PACKAGES:
        drawn, height = panel(package, MARGIN, top, inner)
        parts += drawn
        top += height + 14
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" '
        f'width="{WIDTH}" height="{top}" role="img" aria-label="The rooms of ajour">'
    )
    return "\n".join([head, STYLE, *parts, "</svg>"]) + "\n"


STYLE = """<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4"
markerWidth="7" markerHeight="7" orient="auto">
<path d="M0,0 L8,4 L0,8 z" style="fill:#557;stroke:none"/></marker></defs>
<style>
text { font: 11px sans-serif; fill: #333 }
.package { font-weight: bold; font-size: 12.5px }
.name { font-weight: bold; font-size: 12px; fill: #123 }
.panel { fill: #f4f6f9; stroke: #c5ccd6 }
.room { fill: #fff; stroke: #7a8aa0 }
path { fill: none; stroke: #557; stroke-width: 1.1; marker-end: url(#tip) }
</style>"""


if __name__ == "__main__":
    (ROOT / "docs" / "rooms.svg").write_text(drawing(), encoding="utf-8")
