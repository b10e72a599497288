"""The rows of the flow as Covidence prints it: each number before its words."""

from collections.abc import Iterator

from exports.prisma_flow.boxes import BoxLine, Cell, FlowRow, Speaker


def covidence_rows(speaker: Speaker) -> list[FlowRow]:
    """Imported, screened, assessed and included; and what was removed along the way.

    Records and reports of all ways of finding are counted together, as in Covidence. The retrieval
    row is drawn only if something was not retrieved or is still to be sought.
    """
    flow = speaker.flow
    imported = FlowRow(
        name="identified",
        phase="identification",
        cells={
            "main": Cell(
                name="identified",
                box="all_identified_records",
                entries=(speaker.say("imported", "all_identified_records"), *_sources(speaker)),
            ),
            "side": Cell(name="removed", box="all_removed_records", entries=_removed(speaker)),
        },
    )
    sought = _pair(speaker, "sought", "not_retrieved", "reports")
    gap = flow["all_not_retrieved_reports"] or flow["all_not_yet_sought_reports"]
    included = speaker.say("included", "all_included_reports")
    return [
        imported,
        _screened(speaker),
        *([sought] if gap else []),
        _assessed(speaker),
        FlowRow(
            name="included",
            phase="included",
            cells={"main": Cell(name="included", box="all_included_reports", entries=(included,))},
        ),
    ]


def _sources(speaker: Speaker) -> Iterator[BoxLine]:
    for way, lines in speaker.flow.sources.items():
        for line in lines:
            yield speaker.line(line.name, line.number, f"{way}/{line.name}")


def _removed(speaker: Speaker) -> tuple[BoxLine, ...]:
    """Duplicates as Covidence splits them, and whatever else was removed."""
    return (
        speaker.say("duplicates", "all_duplicates_records"),
        speaker.say("duplicates_people", "all_duplicates_people_records", 1),
        speaker.say("duplicates_software", "all_duplicates_software_records", 1),
        *speaker.where_any(
            ("automatic_criteria", "all_automation_criteria_records"),
            (speaker.stopping, "all_automation_stopping_records"),
            ("found_again", "all_found_again_decided_records"),
            ("removed_other", "all_removed_other_records"),
            indent=0,
        ),
    )


def _screened(speaker: Speaker) -> FlowRow:
    row = _pair(speaker, "screened", "excluded", "records")
    apart = speaker.where_any(
        ("excluded_people", "all_excluded_people_records"),
        ("excluded_automation", "all_excluded_automation_records"),
    )
    if not speaker.flow["all_excluded_automation_records"]:
        return row
    side = row.cells["side"]
    whole = Cell(name=side.name, box=side.box, entries=(*side.entries, *apart))
    return FlowRow(name=row.name, phase=row.phase, cells=row.cells | {"side": whole})


def _assessed(speaker: Speaker) -> FlowRow:
    """Exclusions with reasons, then what is pending; both as Covidence lists them, even at 0."""
    row = _pair(speaker, "assessed", "reports_excluded", "reports")
    box = "all_excluded_reports"
    entries = (
        speaker.say("reports_excluded", box),
        *speaker.reasons(box, "reason"),
        speaker.say("ongoing", "all_ongoing_reports"),
        speaker.say("awaiting", "all_awaiting_reports"),
    )
    side = Cell(name="excluded-reports", box=box, entries=entries)
    return FlowRow(name=row.name, phase=row.phase, cells=row.cells | {"side": side})


def _pair(speaker: Speaker, name: str, taken: str, unit: str) -> FlowRow:
    """A row of one number and what was removed from it."""
    side = "excluded_reports" if taken == "reports_excluded" else f"{taken}_{unit}"
    return FlowRow(
        name=name,
        phase="screening",
        cells={
            "main": Cell(
                name=name,
                box=f"all_{name}_{unit}",
                entries=(speaker.say(name, f"all_{name}_{unit}"),),
            ),
            "side": Cell(
                name=taken.replace("_", "-"),
                box=f"all_{side}",
                entries=(speaker.say(taken, f"all_{side}"),),
            ),
        },
    )
