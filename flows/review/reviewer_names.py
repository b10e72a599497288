"""Finds the reviewer who is meant by any part of a name."""

from pathlib import Path

from flows.review.settings_file import read_review
from pipeline.errors import Fault, Refused
from pipeline.review.settings import Review
from pipeline.text.likeness import guess, matching_names


def reviewer_of(review: Review, named: str | None) -> str:
    """The full name of the reviewer in review.toml whose name contains `named`.

    Raises Refused if no name or several names contain it, or if it is missing but needed.
    """
    names = review.reviewers.names
    if named is None and len(names) == 1:
        return names[0]
    people = matching_names(named or "", names)
    if len(people) == 1:
        return people[0]
    known = ", ".join(people or names) or (
        "none. Write the names into review.toml, [reviewers] names"
    )
    found = f"{named!r} is not a reviewer of this review" if named else "name the reviewer"
    told = (
        f"{named!r} could be several reviewers."
        if people
        else f"{found}{guess(named or '', names) or '.'}"
    )
    raise Refused(f"--reviewer: {told}", [Fault("reviewers", known)])


def named_reviewer(folder: Path, named: str | None) -> str:
    """The reviewer whose list it is, found by reading nothing but review.toml."""
    return reviewer_of(read_review(folder), named)


def named_settler(folder: Path, named: str | None) -> str | None:
    """Who resolves conflicts: a reviewer, by part of the name, or any other person as named."""
    people = matching_names(named or "", read_review(folder).reviewers.names)
    if named is None or not people:
        return named
    return people[0] if len(people) == 1 else named_reviewer(folder, named)
