"""Makes, finds and withdraws the secret links of a review's reviewers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.page.guard import digest_of_secret, new_secret
from flows.review.clock import now
from flows.review.session import Session
from pipeline.store.connection import writing
from pipeline.store.page_words import (
    PageLink,
    link_of,
    page_links,
    put_link,
    withdraw_links,
)
from pipeline.store.runs import note_event


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A reviewer's link: its secret if it is new, and the day on which it expires."""

    reviewer: str
    expires: str
    secret: str = ""


def make_links(session: Session, names: tuple[str, ...], days: int) -> list[NewLink]:
    """A link for each reviewer; only those without a valid link get a new one.

    The secret is available only here: the store has just its digest.
    """
    when = now()
    stands = {one.reviewer: one for one in page_links(session.db) if _works(one, when)}
    found = []
    with writing(session.db):
        for name in names:
            if name in stands:
                found.append(NewLink(reviewer=name, expires=stands[name].expires))
                continue
            secret, expires = new_secret(), later(when, days)
            put_link(
                session.db,
                PageLink(
                    digest=digest_of_secret(secret), reviewer=name, made=when, expires=expires
                ),
            )
            found.append(NewLink(reviewer=name, expires=expires, secret=secret))
    return found


def withdraw(session: Session, name: str) -> int:
    """Withdraw a reviewer's links at once; return the number of links that worked before."""
    when = now()
    with writing(session.db):
        count = withdraw_links(session.db, name, when)
        if count:
            note_event(session.db, when, f"withdrew the links of {name} to the screening page")
    return count


def later(when: str, days: int) -> str:
    """A time moved forward by a number of days."""
    moment = datetime.fromisoformat(when.replace("Z", "+00:00")) + timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _works(link: PageLink, when: str) -> bool:
    return link.withdrawn is None and link.expires > when


def refused_link(link: PageLink | None) -> str | None:
    """The key of the reason why a link is invalid; None if it is valid."""
    if link is None:
        return "link_unknown"
    if link.withdrawn is not None:
        return "link_withdrawn"
    return None if link.expires > now() else "link_expired"


def found_link(session: Session, digest: str) -> PageLink | None:
    """The link with this digest of its secret; None if there is none."""
    return link_of(session.db, digest)
