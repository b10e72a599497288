"""Whatever the bytes are, they become records or one refusal."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.readers.read_file import reading

GOLDEN = Path(__file__).parent / "golden"
SEEDS = [path.read_bytes() for path in sorted(GOLDEN.iterdir())]
PIECES = [
    b"TY  - JOUR\n", b"ER  - \n", b"AU  - A, B\n", b"\n", b"\r", b"\xff", b"PMID- 1\n", b"PT J\n",
    b"<1>\n", b"@article{a,\n", b"}", b'"', b",", b"<record>", b"</xml>", b"\x00", b"EF\n", b"TI ",
    b"title,authors\n", b'{"title": "x"}\n', b"\xef\xbb\xbf", b"\xff\xfe", b"&#x1;", b"<!DOCTYPE",
    b"TI  - x\n", b"      y\n", b"UI  - 1\n", b"\xe2\x80\xa8", b"Title\n",
    b"PK\x03\x04", b"\x1f\x8b",
]  # fmt: skip


def outcome(path: Path, data: bytes) -> None:
    """Reads the bytes, refuses them, or fails the test; counts must agree."""
    path.write_bytes(data)
    try:
        with reading(path) as export:
            number = sum(1 for _ in export.records())
    except Refused:
        return
    assert number == sum(receipt.records for receipt in export.receipts) > 0
    # Faulty entries of BibTeX stay out and are told, also where nobody accepts faults.
    for receipt in export.receipts:
        assert receipt.start_tags == receipt.records + receipt.accepted_faults
        assert len(receipt.faults) >= receipt.accepted_faults


@given(data=st.binary(max_size=400))
def test_any_bytes_are_records_or_a_refusal(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outcome(tmp_path_factory.getbasetemp() / "any.ris", data)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_tags_is_records_or_a_refusal(
    pieces: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    outcome(tmp_path_factory.getbasetemp() / "mixture.txt", b"".join(pieces))


@given(text=st.text(max_size=300))
def test_any_text_in_any_field_stays_in_its_field(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "field.ris"
    line = " ".join(text.split()).encode("utf-8", "replace")
    path.write_bytes(b"TY  - JOUR\nTI  - x\nAB  - " + line + b"\nER  - \n")
    try:
        with reading(path) as export:
            (record,) = export.records()
    except Refused:
        return
    assert record.title == "x"


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The bytes with one to five cuts, doublings, foreign pieces or changed bytes."""
    for _ in range(dice.randint(1, 5)):
        at, size = dice.randrange(len(data) + 1), dice.randrange(1, 80)
        kind = dice.randrange(5)
        if kind == 0:
            data = data[:at] + data[at + size :]
        elif kind == 1:
            data = data[:at] + data[at : at + size] * 2 + data[at + size :]
        elif kind == 2:
            data = data[:at] + dice.choice(PIECES) + data[at:]
        elif kind == 3:
            data = data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
        else:
            data = data[:at]
    return data


def test_mutations_of_every_dialect_are_records_or_a_refusal(tmp_path: Path) -> None:
    dice = random.Random(20240506)
    for number in range(600):
        outcome(tmp_path / "mutated.txt", mutated(SEEDS[number % len(SEEDS)], dice))
