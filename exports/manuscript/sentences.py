"""The sentences of a methods and a results section, from templates that users can edit."""

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

    `counts` are those of `pipeline.studies.text_counts`. `flow` has those of
    `pipeline.prisma.flow.Flow` by box (all_screened_records ...); without any, its sentences are
    left out. `reasons` are pairs of reason and number of reports excluded for it; `countries` and
    `contexts` are pairs of name and number of studies; `by` says what contexts distinguish. `kinds`
    are pairs of kind of outcome and number of studies. `differences` are (what, printed, counted)
    if an earlier text has other numbers; the program's own template leaves them to the list of open
    points. `unit` is the term for an included study, `report_unit` that for a report. `searches`
    are those that were run, in so many `rounds`.

    `second_look` has the results of reading one person's decisions again. `screening` and
    `eligibility` say who decided; `reviewers` is their number if all of them decided on everything,
    or else a sentence on who did what. `automation` names the criteria that decide automatically.
    `stopping` is the target and the confidence (0 to 1) of the rule that leaves records unread;
    `learned` is its evidence if it was learned from finished reviews: the numbers of replays in
    which it had reached its target, of all replays, and of reviews. `ranked` says whether people
    read in the order of a ranking; `taken_up` is the number of reports of other methods that went
    to full text without screening. `earlier` is the review that this one updates; `previous` is a
    sentence on an earlier one, or its name. `extracted` is the number of studies with data, None if
    unknown.

    `told` has the statements of [manuscript] in review.toml by key, "" for an answer of false;
    `told_strategies`, `told_limits` and `told_filters` come from [prisma_s], `question` and `parts`
    from [request]. `elements` are those of the criteria. `strategies` is the number of searches
    with a complete strategy; `limits` are the lines that limit these, and `filters` those that keep
    them to study designs (search, line numbers as text). `differing` is the number of searches
    whose source stated another number of hits than came. `variables` are headings of the studies
    sheet that have any value, `groups` the contexts by which studies are presented; `overlapping`
    is the number of studies that share participants. `places` are the tables by their contents.
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
"""The separators of words; a no-break space, as in 12 345, is not one."""

PARAGRAPHS = re.compile(r"\n[ \t\r\n]*\n")

VALUE = "\ue000"
"""Marks the beginning of a value while a text is being filled in; a private character."""

BY_A_TEMPLATE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Errors that a template can cause by how it uses the values."""


def methods_and_results(values: TextValues, language: Language, template: str | None = None) -> str:
    """The text in Markdown; `template` is the user's own, or else the program's.

    Raises Refused, with the line, if a template asks for a value that does not exist.
    """
    return _tidy(unmarked(_filled(values, language, template)))


def methods_and_results_opened(
    values: TextValues, language: Language, template: str | None = None
) -> str:
    """The same text, with each `Count` marked with the list that it opens."""
    return _tidy(_filled(values, language, template))


def _filled(values: TextValues, language: Language, template: str | None) -> str:
    """The template with the values inserted; marks show where values begin and which are counts."""
    import jinja2

    source = (default_template(language) if template is None else template).translate(MARKS)
    names = (*TextValues.__dataclass_fields__, "included", "included_studies", "included_reports")
    given = {name: getattr(values, name) for name in names} | {
        "searched": searched(values.searches),
        "by": values.by or Words(language, "tables")["by"],
    }
    try:
        text = _compiled(source, language).render(given)
        text.encode()  # a template can produce half a character, which no file can hold
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


@lru_cache(maxsize=8)  # a report fills in the same template for its text and its checklists
def _compiled(source: str, language: Language) -> "Template":
    return _environment(language).from_string(source)


def default_template(language: Language) -> str:
    """The program's own template, as a starting point for a user's."""
    return Words(language, "texts")["template"]


def in_words(value: int, language: Language, gender: str = "common") -> str:
    """A count as running text has it: in letters up to twelve, as far as the catalogue goes.

    With `gender` "neuter" bokmål has "ett": one year is "ett år", one study "én studie".

    >>> in_words(12, "nb"), in_words(13, "nb"), in_words(1, "nb"), in_words(1, "nb", "neuter")
    ('tolv', '13', 'én', 'ett')
    """
    words = Words(language, "texts")
    if value == 1 and gender == "neuter":
        return words["one_neuter"]
    letters = dict(enumerate(words.each("numbers")))
    return letters.get(value) or number(value, language)


def counted(value: int, nouns: tuple[str, str], language: Language) -> str:
    """A number with its noun, given in the singular and the plural.

    >>> counted(1, ("record", "records"), "en"), counted(0, ("record", "records"), "en")
    ('one record', 'no records')
    """
    how_many = in_words(value, language) if value else Words(language, "texts")["no"]
    return f"{how_many} {nouns[0] if value == 1 else nouns[1]}"


def lowered(text: str) -> str:
    """The text in the form it has within a sentence; abbreviations and one-letter names stay.

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
    """A sandbox: a template has the values and a few filters, and no access to the machine."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # the text is Markdown, and values are escaped for that
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
    """A value prepared for the text: marked, and with its Markdown escaped."""
    text = marked(value, inline)
    return f"{VALUE}{text}" if isinstance(text, str) and text.strip() else text


def _tidy(text: str) -> str:
    """One space between words, and one empty line between paragraphs and headings."""
    parted = re.sub(r"^\s*(#+ .*?)\s*$", r"\n\n\1\n\n", text, flags=re.MULTILINE)
    paragraphs = [_paragraph(part) for part in PARAGRAPHS.split(parted)]
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def _paragraph(text: str) -> str:
    """One paragraph on one line, in which no value can begin a heading or a list."""
    words = " ".join(BLANKS.split(text.replace(VALUE, "").strip()))
    return begun(words) if text.strip().startswith(VALUE) else words


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
