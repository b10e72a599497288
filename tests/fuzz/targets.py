"""What reads each kind of file, and what must hold of whatever was read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from exports.studies.returned_sheet import read_previous, read_studies
from flows.review.runner_file import read_runner
from flows.review.settings_file import read_review
from pipeline.errors import Refused
from pipeline.readers.read_file import reading
from pipeline.review.decision_rules import judge
from pipeline.strategy.numbered import read_strategy
from pipeline.studies.previous import previous_from_rows
from pipeline.studies.scheme_toml import Tables, scheme_of, wrong_tables
from pipeline.studies.study import studies_from_rows
from pipeline.toml.document import read_toml
from pipeline.toml.schema import checked
from screening_rules.criteria_file import read_criteria
from screening_rules.search import try_lines
from tests.fuzz import seeds
from tests.support.appendices import scheme_from_toml
from tests.support.lists import REASONS, make_ask, make_record
from tests.support.returned import read_decisions, read_elsewhere, read_pairs

SCHEME = seeds.TESTS / "studies" / "small.toml"
RECORDS = [make_record(number) for number in range(1, 9)]


def _export(path: Path) -> None:
    """Read strictly; then with faults accepted, where each start tag is a record or left out."""
    with reading(path, accept_faults=True) as lenient:
        count = sum(1 for _ in lenient.records())
    for one in lenient.receipts:
        told = any(fault.place.endswith("whole file") for fault in one.faults)
        assert told or one.start_tags == one.records + one.accepted_faults or one.faults
    assert count == sum(one.records for one in lenient.receipts)
    with reading(path) as export:
        records = [*export.records()]
    assert len(records) == sum(one.records for one in export.receipts) > 0
    # Faulty entries of BibTeX stay out and are told, also where nobody accepts faults.
    assert all(one.start_tags == one.records + one.accepted_faults for one in export.receipts)
    for record in records:
        repr(record).encode()  # what cannot be written as UTF-8 cannot be stored either


def _list(path: Path) -> None:
    """A list of ours, of pairs, or of another program; one of them may read it."""
    ask = make_ask(RECORDS, reviewer="Kari", revise=True)
    refused = []
    readers: tuple[Callable[[], object], ...] = (
        lambda: judge(read_decisions(path, reasons=REASONS), ask).refusal(),
        lambda: read_pairs(path),
        lambda: read_elsewhere(path, reasons=REASONS),
    )
    for read in readers:
        try:
            read()
        except Refused as fault:
            refused.append(fault)
    if len(refused) == len(readers):
        raise refused[0]


def _studies(path: Path) -> None:
    if "previous" in path.name:
        previous_from_rows(read_previous(path))
        return
    scheme = scheme_from_toml(read_toml(SCHEME).values["tables"])
    studies_from_rows(read_studies(path, scheme), scheme)


@dataclass
class SchemeFile:
    """A file of [tables] alone."""

    tables: Tables = field(default_factory=Tables)


def _toml(path: Path) -> None:
    match path.name:
        case "review.toml":
            read_review(path.parent)
        case "criteria.toml":
            read_criteria(path)
        case "flow.toml":
            read_runner(path.parent)
        case _:
            scheme_of(checked(SchemeFile, read_toml(path), path.name, wrong_tables).tables)


def _strategy(path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    lines = read_strategy(text, name=path.name).lines
    try_lines(RECORDS, lines, [one.number for one in lines])


TARGETS: dict[str, tuple[Callable[[], tuple[seeds.Seed, ...]], Callable[[Path], None]]] = {
    "exports": (seeds.exports, _export),
    "archives": (seeds.archives, _export),
    "sheets": (seeds.sheets, _list),
    "studies": (seeds.studies, _studies),
    "tomls": (seeds.tomls, _toml),
    "strategies": (seeds.strategies, _strategy),
}
"""Every kind of file that comes in, its seeds, and who reads it."""

WEIGHTS = (40, 8, 28, 6, 10, 8)
"""How many of a hundred inputs are of each kind."""
