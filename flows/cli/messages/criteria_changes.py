"""Prints how suggestions changed with the criteria, in sentences or as JSON."""

from collections import Counter
from dataclasses import asdict

import click

from flows.cli.terminal import print_json
from flows.screening.criteria_changes import ChangedSuggestion, CriteriaChanges
from pipeline.errors import first_ten, shortened
from pipeline.text.amounts import amount
from pipeline.text.shell_words import command_line


def tell_changes(found: CriteriaChanges, *, as_json: bool) -> None:
    """Show which suggestions the latest change of criteria.toml has changed.

    Decisions that contradict the new suggestions are listed by person. No decision is changed:
    with --lists each of these people gets a list under lists/, to be returned with ajour decide
    --revise.
    """
    if as_json:
        print_json(_object(found))
        return
    if not found.changed:
        click.echo("The latest change of criteria.toml changed no suggestion.")
        return
    click.echo(_sums(found))
    against = [one for one in found.changed if one.against]
    if against:
        many = amount(len(against), "new suggestion contradicts", "new suggestions contradict")
        click.echo(f"{many} decisions at screening:")
        for sentence in first_ten([_sentence(one) for one in against]):
            click.echo(f"  - {sentence}")
        asked = ", ".join(f"{who} {count}" for who, count in found.asked.items())
        click.echo(
            f"Decisions to be checked again: {asked}. Only the person who made a decision can "
            f"change it."
        )
    for who, path, count in found.lists:
        reports = amount(count, "report")
        back = command_line("ajour decide --revise", path)
        click.echo(
            f"{path}: {reports} for {who} to check again. To import the changed list: {back}"
        )


def _sums(found: CriteriaChanges) -> str:
    pairs = Counter((one.before, one.after) for one in found.changed)
    told = ", ".join(f"{count:,} from {a} to {b}" for (a, b), count in sorted(pairs.items()))
    many = amount(len(found.changed), "suggestion")
    return f"{many} changed with the criteria on {found.when[:10]}: {told}."


def _sentence(one: ChangedSuggestion) -> str:
    who = " and ".join(one.against)
    title = shortened(one.title, 80)
    return (
        f"{one.report} “{title}”: the suggestion changed from {one.before} to {one.after}, but "
        f"the decision of {who} is different"
    )


def _object(found: CriteriaChanges) -> dict[str, object]:
    return {
        "when": found.when,
        "changed": [asdict(one) for one in found.changed],
        "asked": found.asked,
        "lists": [
            {"reviewer": who, "path": str(path), "listed": count}
            for who, path, count in found.lists
        ],
    }
