"""The rows of PRISMA 2020's four templates."""

from exports.prisma_flow.boxes import BoxLine, Cell, Column, FlowRow, Speaker

Cells = dict[Column, Cell]


def prisma_rows(speaker: Speaker) -> list[FlowRow]:
    """The flow's rows from the headings down to the total, with the columns it needs."""
    rows = [
        FlowRow(name="headings", phase="heading", cells=_headings(speaker)),
        FlowRow(name="identified", phase="identification", cells=_identified(speaker)),
        FlowRow(name="screened", phase="screening", cells=_screened(speaker)),
        FlowRow(name="sought", phase="screening", cells=_sought(speaker)),
        FlowRow(name="assessed", phase="screening", cells=_assessed(speaker)),
        FlowRow(name="included", phase="included", cells={"main": _included(speaker)}),
    ]
    if speaker.head.updated(speaker.flow):
        total = Cell(
            name="total",
            box="total_studies",
            entries=(
                speaker.say("total_studies", "total_studies"),
                speaker.say("total_reports", "total_reports"),
            ),
        )
        rows.append(FlowRow(name="total", phase="included", cells={"main": total}))
    return rows


def _headings(speaker: Speaker) -> Cells:
    kind = "updated" if speaker.head.updated(speaker.flow) else "new"
    keys: dict[Column, str] = {"main": f"{kind}_heading"}
    if kind == "updated":
        keys["previous"] = "previous_heading"
    if speaker.head.with_other(speaker.flow):
        keys["other"] = f"{kind}_other_heading"
    return {
        column: Cell(
            name=f"{column}_heading", box="", entries=(speaker.heading(key),), kind="heading"
        )
        for column, key in keys.items()
    }


def _identified(speaker: Speaker) -> Cells:
    flow = speaker.flow
    left = (*speaker.sources(("database", "register")),)
    cells: Cells = {
        "main": Cell(
            name="identified",
            box="identified_records",
            entries=(
                speaker.heading("identified"),
                *(left or (speaker.say("database", "database_records"),)),
            ),
        ),
        "side": Cell(name="removed", box="removed_records", entries=_removed(speaker)),
    }
    if speaker.head.with_other(flow):
        right = (*speaker.sources(("website", "organisation", "citations")),)
        cells["other"] = Cell(
            name="other-identified",
            box="other_identified_records",
            entries=(
                speaker.heading("identified"),
                *(right or (speaker.say("website", "website_records"),)),
            ),
        )
    if speaker.head.updated(flow):
        cells["previous"] = Cell(
            name="previous",
            box="previous_studies",
            entries=(
                speaker.say("previous_studies", "previous_studies"),
                speaker.say("previous_reports", "previous_reports"),
            ),
        )
    return cells


def _removed(speaker: Speaker) -> tuple[BoxLine, ...]:
    """Duplicates by whom, automation by what, other reasons one by one."""
    return (
        speaker.heading("removed"),
        speaker.say("duplicates", "duplicates_records"),
        *speaker.where_any(
            ("duplicates_software", "duplicates_software_records"),
            ("duplicates_people", "duplicates_people_records"),
        ),
        speaker.say("automatic", "excluded_automatic_records"),
        *speaker.where_any(
            ("automatic_criteria", "automation_criteria_records"),
            (speaker.stopping, "automation_stopping_records"),
        ),
        speaker.say("removed_other", "excluded_other_records"),
        *speaker.other_reasons(),
    )


def _screened(speaker: Speaker) -> Cells:
    """Exclusions by people and by automation separately, if automation excluded any."""
    apart: tuple[BoxLine, ...] = ()
    if speaker.flow["excluded_automation_records"]:
        apart = (
            speaker.say("excluded_people", "excluded_people_records", 1),
            speaker.say("excluded_automation", "excluded_automation_records", 1),
        )
    excluded = (speaker.say("excluded", "excluded_records"), *apart)
    return {
        "main": _single(speaker, "screened", "screened", "screened_records"),
        "side": Cell(name="excluded", box="excluded_records", entries=excluded),
    }


def _sought(speaker: Speaker) -> Cells:
    cells: Cells = {
        "main": _single(speaker, "sought", "sought", "sought_reports"),
        "side": _single(speaker, "not-retrieved", "not_retrieved", "not_retrieved_reports"),
    }
    if speaker.head.with_other(speaker.flow):
        cells["other"] = _single(speaker, "other-sought", "sought", "other_sought_reports")
        cells["other_side"] = _single(
            speaker, "other-not-retrieved", "not_retrieved", "other_not_retrieved_reports"
        )
    return cells


def _assessed(speaker: Speaker) -> Cells:
    cells: Cells = {
        "main": _single(speaker, "assessed", "assessed", "assessed_reports"),
        "side": _excluded_reports(speaker, ""),
    }
    if speaker.head.with_other(speaker.flow):
        cells["other"] = _single(speaker, "other-assessed", "assessed", "other_assessed_reports")
        cells["other_side"] = _excluded_reports(speaker, "other_")
    return cells


def _excluded_reports(speaker: Speaker, before: str) -> Cell:
    """Reasons in the order of priority, then what is neither excluded nor included yet."""
    box = f"{before}excluded_reports"
    reasons = (*speaker.reasons(box),)
    return Cell(
        name=box.replace("_", "-"),
        box=box,
        entries=(
            speaker.say("reports_excluded_list" if reasons else "reports_excluded", box),
            *reasons,
            *speaker.where_any(
                ("ongoing", f"{before}ongoing_reports"),
                ("awaiting", f"{before}awaiting_reports"),
                indent=0,
            ),
        ),
    )


def _included(speaker: Speaker) -> Cell:
    before = "updated_" if speaker.head.updated(speaker.flow) else ""
    return Cell(
        name="included",
        box="new_reports",
        entries=(
            speaker.say(f"{before}new_studies", "new_studies"),
            speaker.say(f"{before}new_reports", "new_reports"),
            *speaker.where_any(("known_study_reports", "known_study_reports"), indent=0),
        ),
    )


def _single(speaker: Speaker, name: str, key: str, box: str) -> Cell:
    """A box with one number."""
    return Cell(name=name, box=box, entries=(speaker.say(key, box),))
