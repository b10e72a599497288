"""Letters come out right, in whatever encoding they stand, or the file is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.readers.read_file import reading
from pipeline.receipts import Receipt
from pipeline.records import Record
from pipeline.text.code_pages import encoding_of
from pipeline.text.twice_encoded import once

KINDS = Path(__file__).parent / "kinds"

NORDIC = (
    "Hjemmekontor og søvn hos lærere på Østlandet",
    "Årsaker til sykefravær blant sjåfører",
    "Måling av støy på åpne kontorer",
    "Sömn och hälsa hos lärare i Göteborg",
    "Et spørgeskema om arbejdsmiljø i København",
)
WESTERN = (
    *NORDIC,
    "Télétravail et santé mentale : une étude",
    "Heimarbeit und Gesundheit für Beschäftigte über fünfzig",
    "Teletrabajo y salud: una revisión sistemática en España",
    "Saúde e condições de trabalho: revisão não sistemática",
    "Qualità della vita e attività a distanza",
)
CENTRAL = (
    "Praca zdalna a zdrowie psychiczne pracowników służby zdrowia w Łodzi",
    "Práce z domova a spánek učitelů při pandemii",
    "Az otthoni munkavégzés hatása a dolgozók egészségére és jóllétére",
    "Rad od kuće i zdravlje zaposlenika: više načina",
    "Žiaci a učitelia pri práci na diaľku",
)
TEXTS = {
    "cp1252": (*WESTERN, "Workers’ rights – a “review”"),
    "iso-8859-1": WESTERN,
    "mac-roman": (*WESTERN, "Workers’ rights – a “review”"),
    "cp1250": CENTRAL,
    "iso8859-2": CENTRAL,
    "cp1251": (
        "Удалённая работа и сон учителей",
        "Влияние шума на здоровье работников",
        "Дистанційна робота та здоров'я працівників",
    ),
    "koi8-r": ("Удалённая работа и сон учителей", "Влияние шума на здоровье работников"),
    "cp1254": (
        "Evden çalışma ve uyku: öğretmenler üzerine bir araştırma",
        "Çalışanların sağlığı ve gürültü",
    ),
    "gbk": ("居家办公与睡眠质量的关系研究", "远程工作对员工心理健康的影响",
            "新冠疫情期间教师职业倦怠"),
    "big5": ("居家辦公與睡眠品質之關係研究", "遠距工作對員工心理健康的影響",
             "護理人員職業倦怠之探討"),
    "shift-jis": ("在宅勤務と睡眠の関係", "テレワークが労働者の健康に与える影響"),
    "euc-jp": ("在宅勤務と睡眠の関係について", "テレワークが労働者の健康に与える影響"),
    "euc-kr": ("재택근무와 수면의 관계에 관한 연구", "원격근무자의 직무 스트레스"),
}  # fmt: skip
ENCODED = [(encoding, text) for encoding, texts in TEXTS.items() for text in texts]


def entry(title: str, author: str = "Nordmann, Kari") -> str:
    return f"TY  - JOUR\nTI  - {title}\nAU  - {author}\nPY  - 2020\nER  - \n\n"


def read(path: Path) -> tuple[list[Record], Receipt]:
    with reading(path) as export:
        records = list(export.records())
    return records, export.receipts[0]


@pytest.mark.parametrize(("encoding", "text"), ENCODED)
def test_one_title_tells_its_encoding(encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_bytes(entry(text).encode(encoding))
    ((record,), receipt) = read(path)
    assert record.title == text
    assert receipt.notes == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", TEXTS)
def test_tables_and_line_ends_do_not_matter(encoding: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f'"{text}","Nordmann, Kari",{2000 + at}' for at, text in enumerate(TEXTS[encoding])]
    path.write_bytes(end.join(["title,authors,year", *rows, ""]).encode(encoding))
    records, _ = read(path)
    assert [record.title for record in records] == list(TEXTS[encoding])


@given(st.lists(st.sampled_from(ENCODED), min_size=1, max_size=6))
def test_records_of_utf_8_and_of_another_encoding_each_come_out_right(
    parts: list[tuple[str, str]],
) -> None:
    """Seeds are kept by the profile of tests/conftest.py."""
    encoding = parts[0][0]
    path = Path("mixed.ris")
    foreign = [text for other, text in parts if other == encoding]
    utf_8 = [text for _, text in ENCODED[:: len(parts) + 1]]
    data = b"".join(
        [
            *(entry(text).encode() for text in utf_8),
            *(entry(text).encode(encoding) for text in foreign),
        ]
    )
    with reading(path, content=data) as export:
        titles = [record.title for record in export.records()]
    assert titles == utf_8 + foreign


@pytest.mark.parametrize("page", ["cp1252", "mac_roman", "cp1254"])
@given(st.lists(st.sampled_from(WESTERN), min_size=1, max_size=3), st.integers(1, 2))
def test_letters_encoded_twice_or_thrice_are_put_right(
    page: str, texts: list[str], times: int
) -> None:
    text = spoilt = " ".join(texts)
    for _ in range(times):
        data = spoilt.encode()
        # As programs do: bytes that the code page does not have stay as they are.
        spoilt = "".join(
            chr(byte) if (char := bytes([byte]).decode(page, "replace")) == "\ufffd" else char
            for byte in data
        )
    assert once(spoilt) == text


@given(st.sampled_from([text for texts in TEXTS.values() for text in texts]))
def test_sound_text_is_not_mended(text: str) -> None:
    assert once(text) == text


@pytest.mark.parametrize("text", ["SÃO PAULO", "MANHÃ É", "Ângela", "TÂM LÝ VÀ SỨC KHỎE", "π ≈ 3"])
def test_rare_capitals_are_not_taken_for_damage(text: str) -> None:
    assert once(text) == text


def test_a_file_of_two_encodings_is_read_record_by_record() -> None:
    records, receipt = read(KINDS / "mixed-utf8-and-cp1252.ris")
    assert {record.title for record in records} == {
        "Hjemmekontor og søvn hos lærere på Østlandet – en «studie»"
    }
    assert {record.authors for record in records} == {("Ødegård, Åse", "Müller, Jörg")}
    assert receipt.encoding == "utf-8"
    assert receipt.notes == (
        (
            "ajour read 1 record as Windows-1252, the first at line 11, although the rest of the "
            "file is UTF-8"
        ),
    )


def test_text_encoded_twice_is_put_right_and_the_receipt_says_so() -> None:
    ((record,), receipt) = read(KINDS / "utf8-encoded-twice.ris")
    assert record.title == "Hjemmekontor og søvn hos lærere på Østlandet – en «studie»"
    assert record.authors == ("Ødegård, Åse", "Müller, Jörg")
    assert record.abstract == "Vi spurte førti lærere om søvn."
    assert receipt.notes == (
        "ajour corrected text that had been encoded twice in 1 record, the first at line 2",
    )


@pytest.mark.parametrize(
    ("name", "title", "authors"),
    [
        ("gbk.ris", "居家办公与睡眠", ("杨试",)),
        ("shift-jis.ris", "在宅勤務と睡眠", ("試験, 太郎",)),
        ("windows-1251.ris", "Удалённая работа и сон учителей", ("Иванова, И. И.",)),
        (
            "macintosh-roman.ris",
            "Hjemmekontor og søvn hos lærere på Østlandet – en «studie»",
            ("Ødegård, Åse", "Müller, Jörg"),
        ),
    ],
)
def test_a_small_file_in_a_code_page_is_read(
    name: str, title: str, authors: tuple[str, ...]
) -> None:
    ((record,), _) = read(KINDS / name)
    assert record.title == title
    assert record.authors == authors


def test_bytes_that_make_no_sense_refuse_the_file_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_bytes(entry("x").encode() + entry("Q").encode().replace(b"Q", b"\xff\x81"))
    with pytest.raises(Refused) as refusal:
        read(path)
    assert "line 8: ajour cannot read these bytes" in str(refusal.value)
    assert "Save the file as UTF-8" in str(refusal.value)


def test_letters_lost_before_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(entry("S\ufffdvn"), encoding="utf-8")
    _, receipt = read(path)
    told = (
        "letters had been lost before this file was made. The file has \ufffd in their place "
        "on 1 line, the first at line 2"
    )
    assert receipt.notes == (told,)


def test_plain_text_and_lone_letters_are_no_evidence() -> None:
    assert not encoding_of(b"\xff").sure
    assert not encoding_of(b"plain").sure
