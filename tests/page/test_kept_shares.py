"""Who reads what is worked out once, and again whenever anything changes that it rests on."""

from pathlib import Path
from uuid import uuid4

from flows.review.session import Session, at_work
from flows.screening.lists import Asked, write_list
from flows.screening.page_decisions import PageReader, Said, decide
from flows.screening.shares import hands, shares
from pipeline.decisions import Stage
from pipeline.review.shares import Shares

STAGE = Stage.SCREENING


def worked_out(session: Session) -> Shares:
    return shares(session, session.library(), STAGE)


def test_the_same_question_is_not_worked_out_twice_and_every_change_is_seen(review: Path) -> None:
    with at_work(review) as session:
        first = worked_out(session)
        assert worked_out(session) is first
        report = first["ann"][0]
        reader = PageReader(name="ann", stage=STAGE, language="en")
        said = Said(id=str(uuid4()), key=report, verdict="include", whole={})
        assert decide(session, reader, said).fresh
        assert report not in worked_out(session)["ann"]
        assert hands(session, session.library(), STAGE).given == ()
        asked = Asked(
            stage="screening", reviewer="ann", top=3, unsent=False, form="csv", output=None
        )
        path = write_list(review, asked).path
        assert path
        given = hands(session, session.library(), STAGE).given
        assert [one.reviewer for one in given] == ["ann"]
        second = worked_out(session)
        assert worked_out(session) is second
        path.write_text(f"{path.read_text('utf-8')}\n", "utf-8")
        assert worked_out(session) is not second
        assert worked_out(session) == second


def test_inside_a_transaction_nothing_is_kept(review: Path) -> None:
    with at_work(review) as session:
        library = session.library()
        before = shares(session, library, STAGE)
        session.db.execute("BEGIN")
        assert shares(session, library, STAGE) is not before
        session.db.execute("ROLLBACK")
