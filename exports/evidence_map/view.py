"""The data for showing a map: its words, its studies in readable form, and what has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from exports.language.catalogue import Language, Words
from exports.pictures.chart import ChartHead
from exports.stamp import Stamp
from pipeline.studies.evidence_map import EvidenceMap, MapAxis


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyText:
    """A study as listed: its citation, its title, details, and its address if any."""

    cited: str
    title: str = ""
    detail: str = ""
    url: str = ""

    @property
    def link(self) -> str:
        """The address, if a page may open it."""
        return self.url if self.url.startswith("https://") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """A map in one language.

    `headings` are the names of the axes by their columns, `texts` the studies in the order of the
    map. `changed` are the cells whose studies differ from those of the map drawn in the run
    `compared`; "" if there is no earlier map to compare with. `searched` is the last day of a
    search.
    """

    map: EvidenceMap
    head: ChartHead
    title: str
    headings: Mapping[str, str]
    texts: Sequence[StudyText]
    stamp: Stamp
    changed: frozenset[tuple[int, int]] = frozenset()
    compared: str = ""
    searched: str = ""
    languages: Sequence[Language] = ()

    @property
    def language(self) -> Language:
        """The language of the words."""
        return self.head.language

    def heading(self, axis: MapAxis) -> str:
        """The name of an axis."""
        return self.headings.get(axis.column, axis.column)

    @property
    def name(self) -> str:
        """The name of the map: its rows and columns, as running text writes them."""
        rows, columns = (_lowered(self.heading(one)) for one in (self.map.rows, self.map.columns))
        return self.say("title", rows=rows, columns=columns)

    def names(self, axis: MapAxis) -> list[str]:
        """The names of an axis's values."""
        return [value.name[self.language] for value in axis.values]

    def say(self, key: str, **values: object) -> str:
        """Words of the map, with {unit} and {units} in them."""
        units = {name: self.head.say(name) for name in ("unit", "units", "Units")}
        return Words(self.language, "map")(key, **units | values)

    def each_segment(self, places: Iterable[int]) -> list[tuple[str, int]]:
        """The segments that have studies, with their numbers."""
        counts = self.map.by_segment(places)
        return [
            (name, count)
            for name, count in zip(self.names(self.map.segments), counts, strict=True)
            if count
        ]

    @property
    def parted(self) -> bool:
        """Whether the map has segments."""
        return bool(self.map.segments.column)

    def spoken(self, cell: tuple[int, int]) -> str:
        """A cell in words: its row, column and number, the segments, and whether it changed."""
        row, column = cell
        places = self.map.cells[cell]
        name = f"{self.names(self.map.rows)[row]}, {self.names(self.map.columns)[column]}"
        parts = [self.head.counted(name, len(places))]
        if self.parted and places:
            parts.append(", ".join(f"{one} {n}" for one, n in self.each_segment(places)))
        if cell in self.changed:
            parts.append(self.say("changed"))
        return ". ".join(parts)

    def facts(self) -> list[str]:
        """The sentences below the title and in the caption."""
        number = self.head.number
        told = [
            self.say("drawn", n=number(len(self.map.studies)), all=number(self.map.included)),
            self.say(
                "gaps",
                n=number(self.map.gaps),
                all=number(len(self.map.cells)),
            ),
        ]
        if self.compared:
            changed = number(len(self.changed))
            told.append(self.say("changed_cells", n=changed, run=self.compared[:10]))
        return told


def _lowered(heading: str) -> str:
    """A heading within a sentence; an abbreviation keeps its capitals.

    >>> _lowered("Study design"), _lowered("WHO region")
    ('study design', 'WHO region')
    """
    return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]
