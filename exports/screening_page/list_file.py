"""A reviewer's list as a single-file page that works from disk and saves decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from exports.language.catalogue import Words
from exports.lists.candidates import Candidate, ListHead, check_own
from exports.lists.layout import CandidateRow, values
from exports.screening_page.card import CardPlace, card
from exports.screening_page.page import file_page, page_words
from pipeline.decisions import VERDICTS, Stage
from pipeline.languages import languages


def candidates_html(head: ListHead, candidates: Sequence[Candidate], path: Path) -> None:
    """Write the list as a page for its reviewer alone.

    The same values give the same bytes. It contains no one else's decisions, whatever blinding
    allows: files get passed on. Raises ForeignVerdict rather than write it.
    """
    check_own(head, candidates)
    own = [_without_others(candidate, head) for candidate in candidates]
    text = file_page(list_start(head, own), list(_cards(head, own)))
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")


def _without_others(candidate: Candidate, head: ListHead) -> Candidate:
    return replace(
        candidate,
        earlier=tuple(one for one in candidate.earlier if one.reviewer == head.reviewer),
        same_study=tuple(replace(one, standing=None) for one in candidate.same_study),
    )


def _cards(head: ListHead, candidates: Iterable[Candidate]) -> Iterable[Mapping[str, Any]]:
    """The cards in order, each with the key of its row on a sheet."""
    words = Words(head.language, "candidates")
    reasons = {reason.code: reason.text[head.language] for reason in head.reasons}
    for place, candidate in enumerate(candidates, start=1):
        at = CardPlace(
            place=place,
            kind="pilot" if head.every_reason else "read",
            picked="random" if candidate.random_check else "ranked",
        )
        row = CandidateRow(candidate=candidate, head=head, words=words, reasons=reasons)
        yield card(head, candidate, at) | {"row_key": values(row)["key"]}


def list_start(head: ListHead, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """What the page needs besides the cards, under the names it uses."""
    elements = {
        one.code or one.element: one.element for each in candidates for one in each.evidence
    }
    return {
        "version": head.stamp.version if head.stamp else "",
        "review": {"id": head.review_id, "title": head.review},
        "list": head.list_id,
        "reviewer": head.reviewer,
        "stage": head.stage.value,
        "language": head.language,
        "languages": [*languages()],
        "words": page_words(),
        "delimiters": {one: Words(one, "language")["delimiter"] for one in languages()},
        "keys": head.keys.by_action(),
        "reasons": [
            {"code": one.code, "name": dict(one.text.texts), "element": ""} for one in head.reasons
        ],
        "elements": [{"code": code, "name": name} for code, name in elements.items()],
        "verdicts": [verdict.value for verdict in VERDICTS[head.stage]],
        "several": head.every_reason or head.stage is not Stage.SCREENING,
        "progress": {
            "read": 0,
            "all": len(candidates),
            "left": head.progress.get("left"),
            "stopping": head.progress.get("stopping", ""),
        },
        "parts": ["read"],
    }
