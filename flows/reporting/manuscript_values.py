"""Collects values for the text of methods and results from the flow, decisions and settings."""

from exports.language.catalogue import Language
from exports.language.opened_numbers import Count
from exports.manuscript.sentences import TextValues
from exports.manuscript.study_values import study_values
from flows.reporting.figures import head
from flows.reporting.material import Material
from flows.reporting.opened_values import opened_values
from flows.reporting.searches import rounds_of, search_rows
from flows.reporting.text_lists import (
    STAGES,
    reason_cell,
    second_look_of,
    selection_of,
    taken_up,
)
from flows.reporting.told_values import ended, told_values
from pipeline.decisions import Stage
from pipeline.errors import Refused
from pipeline.prisma.boxes import PENDING
from pipeline.prisma.flow import Flow
from pipeline.review.progress import certificate_of
from pipeline.review.selection import StageSelection
from pipeline.store.ranks_and_assessments import positions


def text_values(material: Material, language: Language) -> TextValues:
    """All values that a template may use, each taken from its evidence."""
    return material.once(f"text {language}", lambda: _text_values(material, language))


def _text_values(material: Material, language: Language) -> TextValues:
    review, flow = material.session.review, material.flows.total
    searches = tuple(one for one in search_rows(material, language) if one.ran)
    stopping = review.automation.stopping
    screening, eligibility = (selection_of(material, one) for one in STAGES)
    values = study_values(material.extracted, material.scheme, language)
    return opened_values(
        TextValues(
            title=review.titles[language],
            report_unit=review.unit,
            rounds=rounds_of(searches),
            searches=searches,
            flow=flow.numbers,
            reasons=exclusion_reasons(material, language, flow),
            reviewers=_all_of_it(screening, eligibility),
            screening=screening,
            eligibility=eligibility,
            second_look=second_look_of(material),
            automation=_criteria(material, language),
            stopping=(stopping.target, stopping.confidence),
            learned=_learned(material),
            ranked=material.once("ranked", lambda: _ranked(material)),
            taken_up=len(taken_up(material)),
            earlier=review.previous,
            previous=ended(review.previous_note[language]),
            pending=sum(flow[box] for box in PENDING),
            version=material.stamp_in(language).version,
            **told_values(material, language),
            **values | {"extracted": values["extracted"] if _readable(material) else None},
        ),
    )


def _learned(material: Material) -> tuple[int, int, int] | None:
    """The evidence of the certificate, if that is the rule that leaves records unread."""
    if material.session.review.automation.stopping.rule != "certificate":
        return None
    found = certificate_of(material.library)
    return found.held, found.replays, found.reviews


def exclusion_reasons(
    material: Material, language: Language, flow: Flow
) -> tuple[tuple[str, int], ...]:
    """The exclusion reasons at full text over both columns, in order of priority."""
    over = head(material, language, flow)
    counts: dict[str, int] = {}
    for box in ("excluded_reports", "other_excluded_reports"):
        for reason in flow.reasons[box]:
            counts[reason.name] = counts.get(reason.name, 0) + reason.number
    codes = material.session.in_use.reasons
    ordered = sorted(counts, key=lambda code: codes.index(code) if code in codes else len(codes))
    return tuple(
        (over.reason(code), Count(counts[code], reason_cell(code)))
        for code in ordered
        if counts[code]
    )


def _all_of_it(screening: StageSelection, eligibility: StageSelection) -> str:
    """How many people decided, if all of them read everything at both stages; else ""."""
    same = screening.people == eligibility.people
    alone = screening.alone + eligibility.alone
    together = screening.together + eligibility.together
    everything = not alone if screening.people == 2 else screening.people == 1 and not together
    return str(screening.people) if same and everything else ""


def _criteria(material: Material, language: Language) -> tuple[str, ...]:
    """The criteria that decide automatically, as the review names them."""
    named = material.session.review.automation.criteria
    return tuple(
        one.label[language] for one in material.session.criteria.elements if one.name in named
    )


def _ranked(material: Material) -> bool:
    """Whether any report decided at screening had been ranked."""
    library, places = material.library, positions(material.session.db)
    return any(
        library.verdict(report, Stage.SCREENING) is not None
        for report, ids in library.members.items()
        if any(one in places for one in ids)
    )


def _readable(material: Material) -> bool:
    """Whether the studies sheet, if any, has no faults."""
    try:
        _ = material.studies
    except Refused:
        return False
    return True
