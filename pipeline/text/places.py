"""Volumes, issues and pages reduced to keys: the place of a report in a journal."""

import re
from functools import lru_cache

from pipeline.text.letters import given

_NUMBER = re.compile(r"\d+")
_VOLUME = re.compile(r"^\W*(?:vol(?:ume)?s?\.?\W*)?(\d+[a-z]?)\b", re.IGNORECASE)
_ROMAN = re.compile(
    r"^(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$", re.IGNORECASE | re.ASCII
)
_YEAR = re.compile(r"^(?:19|20)\d\d\b")
_COUNT = re.compile(
    r"^\W*\d+\W*(?:p|pp|pages|s|leaves)\W*$|^\W*\d+\W*(?:pages?|leaves)\b", re.IGNORECASE
)
_PLAIN = re.compile(r"(\d+)-(\d+)", re.ASCII)
_CUT = re.compile(r"^\W*[a-z]-\d{1,2}\W*$", re.IGNORECASE)
"""The rest of a page whose start was lost: t-8."""

_RANGES = re.compile(
    r"([a-z]{0,6}\.?\d+[a-z]{0,2}(?:\.\w+)*)(?:\s*[-–—‐‑−+:]+\s*([a-z]{0,3}\d+[a-z]?))?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[\[(].*|;.*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"^(\d{1,2})-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$", re.IGNORECASE)
_SUPPLEMENTED = re.compile(r"suppl?(?:ement)?[\s.-]*\d*", re.IGNORECASE)
_LONE_S = re.compile(r"^s\d*$", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"suppl?(?:ement)?s?[\s.-]*", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@lru_cache(maxsize=50_000)
def volume_key(volume: str | None, year: int | None = None) -> str:
    """The number of a volume, or "" if none is given or it is only the year.

    >>> volume_key("35 Suppl 1"), volume_key("XII"), volume_key("2016", 2016), volume_key("Ph.D.")
    ('35', '12', '', '')
    """
    text = given(volume)
    if year and _YEAR.match(text) and abs(int(text[:4]) - year) <= 1:
        return ""
    if found := _VOLUME.match(text):
        return found[1].lower().lstrip("0")
    return str(_roman(text.lower())) if _ROMAN.match(text) else ""


def _roman(text: str) -> int:
    values = [_VALUES[letter] for letter in text]
    return sum(
        -one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)
    )


@lru_cache(maxsize=50_000)
def issue_key(issue: str | None, volume: str | None = None) -> str:
    """The number of an issue, and of its supplement after an "s"; perhaps from the volume.

    The parts of "61 (10 SUPPL. 1)" that a database separated are joined again.

    >>> issue_key("8 Pt 2"), issue_key("SUPPL.1"), issue_key("4 Suppl"), issue_key("NA")
    ('8', 's1', '4s', '')
    >>> issue_key(None, "35 Suppl 1"), issue_key(None, "61 (10 SUPPL. 1)"), issue_key("May")
    ('s1', '10s1', '5')
    >>> issue_key(None, "14"), issue_key("1)", "61 (10 SUPPL"), issue_key("1)"), issue_key("3-4")
    ('', '10s1', '', '3+4')
    """
    text = given(issue)
    behind = _BEHIND.match(given(volume))
    if not text or text.count(")") > text.count("("):
        text = f"{behind[1]} {text}" if behind else ""
    if double := _DOUBLE.match(text):
        return f"{double[1].lstrip('0')}+{double[2].lstrip('0')}"
    plain, marked, supplement = _SUPPLEMENT.sub("s", text.lower()).partition("s")
    if not _SUPPLEMENT.search(text) and not _LONE_S.match(text):
        plain, marked, supplement = text, "", ""
    number, extra = _NUMBER.search(plain), _NUMBER.search(supplement)
    key = number[0].lstrip("0") if number else ""
    return f"{key}{marked}{extra[0].lstrip('0') if extra and marked else ''}" or _month(text)


_BEHIND = re.compile(
    r"^\W*(?:vol(?:ume)?\.?\s*)?\d+[a-z]?(?![a-z\d])\s*[(:,]?\s*(\(?(?:suppl|\d).*)$", re.IGNORECASE
)
"""The text after the number of a volume: its issue, or a supplement."""

_DOUBLE = re.compile(r"^\W*(\d{1,3})\s*[-/\u2013]\s*(\d{1,3})\W*$")
"""A double issue: 3-4."""


def _month(text: str) -> str:
    """Monthly journals number their issues by the month."""
    return str(_MONTHS.index(text[:3].lower()) + 1) if text[:3].lower() in _MONTHS else ""


def marked_issue(issue: str | None, volume: str | None = None) -> str:
    """The key of an issue, with "m" before a month's number: not all journals are monthly.

    >>> marked_issue("May"), marked_issue("5"), marked_issue(None)
    ('m5', '5', '')
    """
    key = issue_key(issue, volume)
    return f"m{key}" if issue and key and issue.strip()[:3].lower() in _MONTHS else key


def other_issue(one: str, other: str) -> bool:
    """Whether two keys are clearly of different issues.

    A month, or a supplement that one database omits, does not contradict the other's number.

    >>> other_issue("4", "5"), other_issue("4", "4s1"), other_issue("m5", "3")
    (True, False, False)
    >>> other_issue("6", "s1"), other_issue("1", "s1")
    (True, False)
    >>> other_issue("s1", "10s1"), other_issue("s1", "10s2"), other_issue("3+4", "4")
    (False, True, False)
    """
    if one == other or one.startswith("m") != other.startswith("m"):
        return False
    mine, _, my_supplement = one.partition("s")
    theirs, _, their_supplement = other.partition("s")
    if my_supplement and their_supplement and my_supplement != their_supplement:
        return True
    if mine and theirs:
        return set(mine.split("+")).isdisjoint(theirs.split("+"))
    # A supplement without an issue counts only by its own number.
    alone = not (my_supplement and their_supplement)
    return alone and (mine or my_supplement) != (theirs or their_supplement)


def page_keys(pages: str | None) -> tuple[str, str]:
    """First and last page; the last is "" if only one page, or an article number, is given.

    >>> page_keys("123-9"), page_keys("S376 -- S383"), page_keys("e1045"), page_keys("35+")
    (('123', '129'), ('s376', 's383'), ('e1045', ''), ('35', ''))
    >>> page_keys("13-May"), page_keys("233-238+230-235")
    (('5', '13'), ('230', '235'))
    >>> page_keys("215 p"), page_keys("Suppl-29"), page_keys("t-8"), page_keys("UNKNOWN")
    (('', ''), ('', ''), ('', ''), ('', ''))
    """
    if pages and (plain := _PLAIN.fullmatch(pages)):
        first, last = plain[1], _expanded(plain[1], plain[2])
        return first.lstrip("0"), "" if last == first else last.lstrip("0")
    text = given(pages)
    if not text or _COUNT.match(text) or _CUT.match(text):
        return "", ""
    if text[0] in "sS":
        text = _SUPPLEMENTED.sub("", text)
    if dated := _DATE.match(text):
        text = _undated(dated[1], dated[2])
    found = _RANGES.findall(_ASIDE.sub("", text))
    if not found:
        return "", ""
    first, last = min(found, key=lambda one: (len(one[0]), one[0]))
    first, last = first.lower(), _expanded(first.lower(), last.lower())
    return first.lstrip("0"), "" if last == first else last.lstrip("0")


def _undated(day: str, month: str) -> str:
    """The original text of a cell in which a spreadsheet read pages 5-13 as 13 May."""
    number = _MONTHS.index(month.lower()) + 1
    return f"{min(int(day), number)}-{max(int(day), number)}"


def _expanded(first: str, last: str) -> str:
    """The last page in full if it is shortened: 123-9 is 123-129."""
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        return first[: len(first) - len(last)] + last
    if last.isdigit() and not first.isdigit() and first[0].isalpha():
        letters = first.rstrip("0123456789")
        digits = first[len(letters) :]
        return letters + _expanded(digits, last) if digits else last
    return last


def supplement_page(page: str) -> bool:
    """Whether a page key is one of a supplement, which may hold several abstracts.

    An article number has more digits and belongs to a single report.

    >>> supplement_page("s27"), supplement_page("cd006273"), supplement_page("27")
    (True, False, False)
    """
    return bool(_LETTERED.fullmatch(page))


def electronic_page(page: str) -> bool:
    """Whether a page key numbers an article online, beside its pages in print.

    >>> [electronic_page(page) for page in ("a1754", "e505", "e2048", "c1804", "s42", "a123", "12")]
    [True, True, True, True, False, False, False]
    >>> electronic_page("105752"), electronic_page("1045")
    (True, False)
    """
    return bool(_ELECTRONIC.fullmatch(page))


_ELECTRONIC = re.compile(r"e\d{1,8}|[a-z]{1,2}\d{4,9}|\d{5,9}")
_LETTERED = re.compile(r"[a-z]{1,3}\d{1,3}[a-z]?|\d{1,3}[a-z]")
