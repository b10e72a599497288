"""The sentences of a methods and a results section, from templates that a user can edit, and the
notes of a report on the files that came.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from exports.language.catalogue import (
    Language,
    Words,
    decimal,
    exact_percent,
    number,
    percent,
    sort_key,
    unbroken,
)
from exports.language.dates import long_date
from exports.language.opened_numbers import MARKS, Count, marked, shown, unmarked
from exports.language.units import ReportUnit
from exports.manuscript.searched import searched
from exports.markdown import begun, inline, unescaped
from exports.office_files import printable
from exports.stamp import Stamp
from exports.tables.review_tables import SearchRow
from pipeline.errors import Fault, Refused
from pipeline.readers.batches import BatchNote
from pipeline.review.second_look import SecondLook
from pipeline.review.selection import NOBODY, StageSelection
from pipeline.review.settings import Previous
from pipeline.studies.charted import NOT_CHARTED, Charted

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from exports.tables.word_template import WordTemplate


NO_SECOND_LOOK = SecondLook()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValues:
    """The numbers and words that a template may use, each by its name here.

    `counts` are those of `pipeline.studies.text_counts`, `flow` those of
    `pipeline.prisma.flow.Flow` by box (all_screened_records ...; {} leaves its sentences out),
    `reasons` pairs of reason and reports excluded for it, `countries` and `contexts` pairs of name
    and studies; `by` says what contexts tell apart. `kinds` are pairs of kind of outcome and
    studies. `differences` are (what, printed, counted) where an earlier text says otherwise; the
    program's own template leaves them to the list of open points. `unit` is what an included study
    is called, `report_unit` what a report is.
    `searches` are those that were run, in so many `rounds`.

    `second_look` says what came of reading decisions of one person again.
    `screening` and `eligibility` say who decided, `reviewers` how many did where all of them
    decided on everything, or a sentence on who did what. `automation` names the criteria that
    decide by themselves; `stopping` is the target and the confidence (0 to 1) of the rule that
    leaves records unread, `learned` its evidence where it was learned from finished reviews: in how
    many replays it had found its target, of how many, of so many reviews. `ranked` says whether
    people read in the order of a ranking; `taken_up`
    how many reports of other methods went to full text without screening. `earlier` is the review
    that this one updates, `previous` a sentence on an earlier one, or its name. `extracted` is how
    many studies have data, None where nobody knows.

    `told` is what [manuscript] of review.toml says, by key, "" where it says false;
    `told_strategies`, `told_limits` and `told_filters` are from [prisma_s], `question` and `parts`
    from [request]. `elements` are those of the criteria. `strategies` searches have their whole
    strategy, whose lines that limit
    it are `limits`, and those that keep it to study designs `filters` (search, line numbers as
    text); of `differing` searches the source stated other hits than came. `variables`
    are headings of the studies sheet that say anything, `groups` the contexts that studies are
    presented by; `overlapping` share participants. `places` are the tables by what they hold.
    """

    title: str
    unit: str = "study"
    report_unit: ReportUnit = "report"
    rounds: int = 1
    searches: Sequence[SearchRow] = ()
    flow: Mapping[str, int] = field(default_factory=dict)
    reasons: Sequence[tuple[str, int]] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)
    years: Sequence[tuple[str, int]] = ()
    contexts: Sequence[tuple[str, int]] = ()
    by: str = ""
    countries: Sequence[tuple[str, int]] = ()
    kinds: Sequence[tuple[str, int]] = ()
    outcomes: Sequence[tuple[str, int]] = ()
    differences: Sequence[tuple[str, int, int]] = ()
    several_countries: bool = False
    reviewers: str = ""
    screening: StageSelection = NOBODY
    eligibility: StageSelection = NOBODY
    second_look: SecondLook = NO_SECOND_LOOK
    automation: Sequence[str] = ()
    stopping: tuple[float, float] | None = None
    learned: tuple[int, int, int] | None = None
    ranked: bool = False
    taken_up: int = 0
    earlier: Previous | None = None
    previous: str = ""
    extracted: int | None = None
    pending: int = 0
    version: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    told_strategies: str = ""
    told_limits: str = ""
    told_filters: str = ""
    question: str = ""
    parts: Sequence[str] = ()
    elements: Sequence[str] = ()
    strategies: int = 0
    limits: Sequence[tuple[str, int, str]] = ()
    filters: Sequence[tuple[str, str]] = ()
    last_search: str = ""
    differing: int = 0
    charted: Charted = NOT_CHARTED
    variables: Sequence[str] = ()
    categories: Sequence[str] = ()
    groups: Sequence[str] = ()
    overlapping: int = 0
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def included(self) -> int:
        """How many studies or articles are included, as the flow counts them."""
        if self.flow:
            studies = self.flow.get("new_studies", 0)
            return studies if self.unit == "study" else self.included_reports
        names = ("included_articles", "included_reports", "included_studies")
        return next((int(self.counts[one]) for one in names if one in self.counts), 0)

    @property
    def included_studies(self) -> int:
        """How many studies are included."""
        return self.flow.get("new_studies", 0)

    @property
    def included_reports(self) -> int:
        """How many reports of included studies there are."""
        return self.flow.get("all_included_reports", self.flow.get("new_reports", 0))


BLANKS = re.compile(r"[ \t\n\r]+")
"""What parts words; a no-break space, as in 12 345, does not."""

PARAGRAPHS = re.compile(r"\n[ \t\r\n]*\n")

VALUE = "\ue000"
"""Marks where a value begins while a text is being filled in; a private character."""

BY_A_TEMPLATE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a template can bring about by what it does with the values."""


def methods_and_results(values: TextValues, language: Language, template: str | None = None) -> str:
    """The text in Markdown; `template` is the user's own, or else the program's.

    Raises Refused, with the line, where a template asks for a value that there is not.
    """
    return _tidy(unmarked(_filled(values, language, template)))


def methods_and_results_opened(
    values: TextValues, language: Language, template: str | None = None
) -> str:
    """The same text, in which each `Count` is marked with the list that it opens."""
    return _tidy(_filled(values, language, template))


def _filled(values: TextValues, language: Language, template: str | None) -> str:
    """The template with the values in it, marked where they begin and where they are counts."""
    import jinja2

    source = (default_template(language) if template is None else template).translate(MARKS)
    names = (*TextValues.__dataclass_fields__, "included", "included_studies", "included_reports")
    given = {name: getattr(values, name) for name in names} | {
        "searched": searched(values.searches),
        "by": values.by or Words(language, "tables")["by"],
    }
    try:
        text = _compiled(source, language).render(given)
        text.encode()  # a template can name half a letter, which no file takes
    except jinja2.TemplateSyntaxError as fault:
        place = f"line {fault.lineno}"
        raise Refused(
            "The template of the text cannot be read.", [Fault(place, str(fault))]
        ) from fault
    except (jinja2.TemplateError, *BY_A_TEMPLATE) as fault:
        raise Refused(
            "The template of the text cannot be filled.", [Fault("", str(fault))]
        ) from fault
    return text


@lru_cache(maxsize=8)  # a report fills in the same template for its text and its check lists
def _compiled(source: str, language: Language) -> "Template":
    return _environment(language).from_string(source)


def default_template(language: Language) -> str:
    """The program's own template, as a start for a user's."""
    return Words(language, "texts")["template"]


def in_words(value: int, language: Language, gender: str = "common") -> str:
    """A count as running text writes it: in letters as far as the catalogue does, to twelve.

    `gender` "neuter" is for bokmål's "ett": one year is "ett år", one study "én studie".

    >>> in_words(12, "nb"), in_words(13, "nb"), in_words(1, "nb"), in_words(1, "nb", "neuter")
    ('tolv', '13', 'én', 'ett')
    """
    words = Words(language, "texts")
    if value == 1 and gender == "neuter":
        return words["one_neuter"]
    letters = dict(enumerate(words.each("numbers")))
    return letters.get(value) or number(value, language)


def counted(value: int, nouns: tuple[str, str], language: Language) -> str:
    """A number with its noun, of which singular and plural are given.

    >>> counted(1, ("record", "records"), "en"), counted(0, ("record", "records"), "en")
    ('one record', 'no records')
    """
    how_many = in_words(value, language) if value else Words(language, "texts")["no"]
    return f"{how_many} {nouns[0] if value == 1 else nouns[1]}"


def lowered(text: str) -> str:
    """The text as it stands within a sentence; abbreviations and names of one letter keep theirs.

    >>> lowered("Feil utfall"), lowered("COVID-19"), lowered("P: feil")
    ('feil utfall', 'COVID-19', 'P: feil')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def listed(parts: Sequence[str], language: Language) -> str:
    """The parts with commas, and "and" before the last.

    >>> listed(["a", "b", "c"], "nb")
    'a, b og c'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {Words(language, 'language')['and']} {parts[-1]}"


def _environment(language: Language) -> "Environment":
    """A sandbox: a template has the values, a few filters, and nothing of the machine."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # it is Markdown: what a value holds is escaped as such
        finalize=_set_in,
    )
    environment.filters |= {
        "words": lambda value, gender="common": shown(value, in_words(value, language, gender)),
        "day": lambda iso: long_date(iso, language),
        "number": lambda value: shown(value, number(value, language)),
        "behind": Count,
        "listed": lambda parts: listed(list(parts), language),
        "lowered": lambda text: shown(text, lowered(text)),
        "capital": lambda text: shown(text, text[:1].upper() + text[1:]),
        "counted": lambda value, one, more: shown(value, counted(value, (one, more), language)),
        "percent": lambda share: percent(share, language),
        "exact_percent": lambda share: exact_percent(share, language),
        "decimal": lambda value: decimal(value, language),
        "most": lambda pairs: sorted(
            pairs, key=lambda pair: (-pair[1], sort_key(pair[0], language))
        ),
    }
    return environment


def _set_in(value: object) -> object:
    """A value as it is set into the text: marked, and nothing in it is Markdown."""
    text = marked(value, inline)
    return f"{VALUE}{text}" if isinstance(text, str) and text.strip() else text


def _tidy(text: str) -> str:
    """One space between words, one empty line between paragraphs, a heading being one too."""
    parted = re.sub(r"^\s*(#+ .*?)\s*$", r"\n\n\1\n\n", text, flags=re.MULTILINE)
    paragraphs = [_paragraph(part) for part in PARAGRAPHS.split(parted)]
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def _paragraph(text: str) -> str:
    """One paragraph on one line; a value at its beginning begins no heading or list."""
    words = " ".join(BLANKS.split(text.replace(VALUE, "").strip()))
    return begun(words) if text.strip().startswith(VALUE) else words


MANY = frozenset({"left_out", "again", "gap"})
"""Kinds of note that are worded otherwise where they are of one record."""


def batch_note_words(note: BatchNote, language: Language) -> str:
    """What is odd about the files of a search, in a sentence.

    >>> batch_note_words(BatchNote(kind="missing", came=433, expected=434), "en")
    'the source reported 434 hits, but 433 records were imported: 1 missing'
    """
    words = Words(language, "batch_notes")
    records = note.last - note.first + 1 if note.first else note.came
    key = f"{note.kind}_one" if note.kind in MANY and records == 1 else note.kind
    return words(
        key,
        file=note.file,
        other=note.other,
        came=number(note.came, language),
        expected=number(note.expected, language),
        gap=number(abs(note.expected - note.came), language),
        first=number(note.first, language),
        last=number(note.last, language),
    )


def text_docx(
    text: str, language: Language, stamp: Stamp, template: "WordTemplate | None" = None
) -> bytes:
    """Headings and paragraphs of a text in Markdown as docx, upright, with the stamp at the end.

    "## " is the highest heading. The same text gives the same bytes.
    """
    from exports.tables.word import document_bytes, new_document

    document = new_document(language, stamp, landscape=False, template=template)
    for part in re.split(r"\n\s*\n", unbroken(text).strip()):
        marks = re.match(r"(#+)\s+", part)
        level = max(1, min(len(marks[1]) - 1, 2)) if marks else 0
        style = f"Heading {level}" if level else "Normal"
        words = unescaped(part[marks.end() :] if marks else part)
        document.add_paragraph(printable(words), style=style)
    return document_bytes(document, stamp)
