"""A reviewer's desk at the page: the reports in hand, their order, and the reviewer's progress."""

import asyncio
import os
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from time import monotonic
from typing import Any

from exports.screening_page.card import CardPlace
from flows.page.hand import Hand, ReportInHand, by_rank
from flows.page.helper import Helper
from flows.page.store_thread import StoreThread
from flows.review.clock import now
from flows.review.session import Session
from flows.screening.page_cards import is_due, report_card
from flows.screening.page_decisions import CardKind, PageReader
from flows.screening.reading_queue import MOST
from pipeline.decisions import Stage
from pipeline.errors import Refused
from pipeline.records import RecordId
from pipeline.store.page_words import count_of, latest_time
from pipeline.store.ranks_and_assessments import ranks

LOW = 10
"""The fewest reports in hand before more are requested: half of the smallest batch.

They are requested earlier if making them takes long (`RunningReview.low`).
"""

FASTEST = 3.0
"""Decisions per second of the fastest reader, who must not run out while a batch is made."""

SPARE = 2
"""Factor by which the next batch may take longer than the slowest of the last ones."""

BATCHES = 5
"""Number of recent batches from which the duration of the next one is estimated."""

GROWN = 0.1
"""Share by which the number of decisions must grow before a new order (docs/adr/0031)."""

FEWEST_NEW = 10
"""The fewest new decisions before a new order is made."""

PACE_OF = 50
"""Number of recent decisions from which the pace is measured."""

ANSWER_WITHIN = 1.0
"""Seconds before the page says that the next reports are being prepared."""

READY_WITHIN = 30.0
"""Maximum seconds of reading the review in advance before the page opens."""

EVERY = 60.0
"""Minimum seconds between two counts of the whole review's progress, which can be slow."""

FEWEST_STEPS = 4
"""The fewest intervals between decisions from which a pace is reported."""

PAUSE = 300.0
"""Seconds without a decision that count as a pause rather than as reading."""


@dataclass(slots=True, kw_only=True)
class _Look:
    """A question to the helper process; `waited` if a reader was told to wait for its answer."""

    task: asyncio.Task[list[str]]
    waited: bool = False


def _place(row: ReportInHand, part: CardKind) -> CardPlace:
    """The place of a row as its card shows it."""
    random = row.check and part == "read"
    return CardPlace(place=row.place, kind=part, picked="random" if random else "ranked")


def _heard(task: asyncio.Task[Any]) -> None:
    """Mark a task's exception as seen: if nobody waited for it, the next request tries again."""
    if not task.cancelled():
        task.exception()


class RunningReview:
    """What all reviewers of a running page share: the store and the helper processes.

    `known` is the number of decisions behind the current order, `orders` the number of orders made.
    """

    def __init__(self, store: StoreThread, lists: Helper, order: Helper, *, known: int = 0) -> None:
        self.store, self.lists, self.order = store, lists, order
        self.new = self.orders = 0
        self.known = known
        self._ordering: asyncio.Task[None] | None = None
        self._took: deque[float] = deque(maxlen=BATCHES)

    def took(self, seconds: float) -> None:
        """Record how long a reader's next reports took to make."""
        self._took.append(seconds)

    async def ready(self, stage: Stage) -> None:
        """Have the helper processes read the review in advance, so that no reader waits for it.

        Returns when lists can be made, or when that fails or takes too long; the page then tells
        its readers why they wait.
        """
        asked = [
            asyncio.create_task(helper.ask("ready", stage=stage))
            for helper in (self.lists, self.order)
        ]
        asked.append(asyncio.create_task(self.store.do(lambda _: None)))
        for task in asked:
            task.add_done_callback(_heard)
        await asyncio.wait([asked[0], asked[-1]], timeout=READY_WITHIN)

    @property
    def low(self) -> int:
        """Number of reports in hand at which more are requested, so that they arrive in time.

        It is small in a small review, so that later reports profit from what was learned meanwhile.
        """
        needed = ceil(FASTEST * SPARE * max(self._took, default=0.0))
        return min(max(LOW, needed), MOST)

    def decided(self, stage: Stage, *, relink: bool = False) -> None:
        """Make a new order if there are enough new decisions; link duplicates again if `relink`.

        Another process does this. The report on a reader's screen does not change.
        """
        self.new += 1
        due = stage is Stage.SCREENING and self.new >= max(FEWEST_NEW, GROWN * self.known)
        if (due or relink) and (self._ordering is None or self._ordering.done()):
            made_from, self.new = self.new, 0
            self.known += made_from
            self._ordering = asyncio.create_task(
                self._order(made_from, ranked=stage is Stage.SCREENING)
            )

    async def _order(self, made_from: int, *, ranked: bool) -> None:
        try:
            await self.order.ask("refresh", ranked=ranked)
            self.orders += ranked
        except Refused:
            # The store may have been locked; the next decision tries again.
            self.known -= made_from
            self.new += made_from


class Desk:
    """One reviewer's desk at the page."""

    def __init__(self, review: RunningReview, reader: PageReader) -> None:
        self.review, self.reader = review, reader
        self._queues: dict[str, Hand] = {"read": Hand(), "recheck": Hand(), "pilot": Hand()}
        self._kinds: dict[RecordId, CardKind] = {}
        self._times: deque[float] = deque(maxlen=PACE_OF)
        self._told: dict[str, Any] = {"waits": None, "left": None, "stopping": ""}
        self._asking: asyncio.Task[None] | None = None
        self._looks: dict[str, _Look] = {}
        self._since_told = 0
        self._again = 0.0
        self._read = self._today = 0
        self._notes: list[str] = []
        self.own_clock_off = False

    def kind_of(self, report: RecordId) -> CardKind:
        """Why a report was given to the reviewer; "read" for reports they looked up themselves."""
        return self._kinds.get(report, "read")

    def begin(self) -> None:
        """Request the first reports while the page still loads its words."""
        queue = self._queues["read"]
        if queue.filling is None:
            self._more(queue, "read")
            queue.ahead = True

    async def next_card(self, part: CardKind, after: set[RecordId]) -> dict[str, Any]:
        """The first report in hand that is not in `after`; if none is left, the first of a new
        batch.

        If there is no card, the answer has `wait`, a sentence, while more reports are being
        prepared, or else `end`, a sentence that is missing while some of `after` still need a
        decision.
        """
        queue = self._queues[part]
        if part == "read":
            await self._in_newest_order(queue)
        found = await self._first(queue, part, after)
        if found is None and not any(row.report in after for row in queue.rows):
            if not await self._filled(queue, part):
                return {"card": None, "end": None, "wait": self.reader.told("preparing")}
            found = await self._first(queue, part, after)
        if found is None and not queue.rows:
            if part == "read":  # known now, whatever the last count of the review said
                self._told, self._since_told = {**self._told, "waits": 0}, 0
            return {"card": None, "end": self._end(part)}
        left = sum(row.report not in after for row in queue.rows)
        if part == "read" and left <= self.review.low and not queue.ended:
            running = queue.filling
            queue.ahead = self._more(queue, part) is not running or queue.ahead
        return {"card": found, "end": None}

    async def _first(
        self, queue: Hand, part: CardKind, after: set[RecordId]
    ) -> dict[str, Any] | None:
        """The card of the first row that is still due; rows that are no longer due are dropped."""
        for row in [one for one in queue.rows if one.report not in after]:
            at = _place(row, part)
            queue.seen.add(row.report)

            def made(session: Session, report: RecordId = row.report, at: CardPlace = at) -> Any:
                if is_due(session, self.reader, report, part):
                    return report_card(session, self.reader, report, at)
                return None

            if (found := await self.review.store.do(made)) is not None:
                self._kinds[found["key"]] = part
                return dict(found)
            queue.drop(row.report)
        return None

    async def _in_newest_order(self, queue: Hand) -> None:
        """Sort the reports that nobody has seen yet by the newest order."""
        newest, held = self.review.orders, {row.report for row in queue.rows}
        if queue.order == newest:
            return
        queue.order = newest  # reports added meanwhile change this again
        try:
            order = await self.review.store.do(lambda session: ranks(session.db, held))
        except Refused:
            queue.order = -1
            raise
        positions = {report: rank.position for report, rank in order.items()}
        queue.rows = by_rank(queue.rows, queue.seen, positions)

    def _more(self, queue: Hand, part: CardKind) -> asyncio.Task[None]:
        """Start fetching more rows, unless that is running; return the task to wait for."""
        if queue.filling is None or queue.filling.done():
            queue.ahead = False
            queue.filling = asyncio.create_task(self._fill(queue, part))
            queue.filling.add_done_callback(_heard)
        return queue.filling

    async def _filled(self, queue: Hand, part: CardKind) -> bool:
        """Whether more rows arrive within a moment; Refused if they cannot be made.

        A reader who was told to wait gets the result of that same search, even if it found nothing.
        A search made in advance does not know of later changes, so if it found nothing, another one
        is made.
        """
        known = queue.filling if queue.waited else None
        filling = known if known and known.done() else await self._sought(queue, part)
        if filling.done() and queue.ended and queue.ahead:
            filling = await self._sought(queue, part)
        queue.waited = not filling.done()
        if filling.done():
            filling.result()
        return filling.done()

    async def _sought(self, queue: Hand, part: CardKind) -> asyncio.Task[None]:
        """The task that fetches more rows, after waiting a moment for it."""
        filling = self._more(queue, part)
        await asyncio.wait([filling], timeout=ANSWER_WITHIN)
        return filling

    async def _fill(self, queue: Hand, part: CardKind) -> None:
        """Add the rows of a list of this reviewer that is not yet read, or of a new list."""
        held = {row.report for row in queue.rows}
        who, stage, low, since = self.reader.name, self.reader.stage, self.review.low, monotonic()
        batch = await self.review.lists.ask(
            "batch", who=who, stage=stage, part=part, held=sorted(held), least=low
        )
        self.review.took(monotonic() - since)
        new = [(report, check) for report, check in batch["rows"] if report not in held]
        queue.ended = not new
        queue.add(new, as_written=batch["as_written"])

    def _end(self, part: CardKind) -> str:
        key = part if part != "read" else str(self.reader.stage)
        return self.reader.told(f"end_{key}", reader=self.reader.name, reviewer=self.reader.name)

    async def looked_up(self, what: str, *, wait: float) -> list[str] | None:
        """The parts that have work, or the conflicts to resolve; None while the answer is unknown.

        A repeated request gets the result of the same look. Raises Refused if the look was refused.
        """
        look = self._looks.get(what)
        if look is None or (look.task.done() and not look.waited):
            look = self._looks[what] = _Look(task=asyncio.create_task(self._look(what)))
            look.task.add_done_callback(_heard)
        await asyncio.wait([look.task], timeout=wait)
        look.waited = not look.task.done()
        return None if look.waited else look.task.result()

    async def _look(self, what: str) -> list[str]:
        reader = self.reader
        return list(await self.review.lists.ask(what, who=reader.name, stage=reader.stage))

    def skip(self, report: RecordId) -> None:
        """Put a report behind all others in hand; it comes again before its list ends."""
        for queue in self._queues.values():
            queue.put_last(report)

    def decided(self, report: RecordId, more: int = 1) -> None:
        """Count a saved decision, and drop its report from the reports in hand.

        `more` is 0 if the reviewer had decided on the report before.
        """
        for queue in self._queues.values():
            queue.drop(report)
        self._times.append(monotonic())
        self._count(more)
        self.review.decided(self.reader.stage)

    def _count(self, more: int) -> None:
        """Add to the reports that the reviewer has decided; what waits for them is that much less.

        Below 0, a decision was undone that the last count of the review knew of.
        """
        self._since_told += more
        self._read, self._today = max(0, self._read + more), max(0, self._today + more)

    def taken_back(self, report: RecordId, more: int = -1) -> None:
        """Put a report back in hand, before all others.

        `more` is 0 if the reviewer's previous decision on the report is valid again.
        """
        kind = self.kind_of(report)
        self._queues[kind].put_first(report)
        self._count(more)

    def _pace(self) -> float | None:
        """Decisions per hour, without pauses, over the last decisions; None if under five."""
        times = list(self._times)
        steps = [b - a for a, b in pairwise(times) if b - a < PAUSE]
        reading = sum(steps)
        return (
            round(3600 * len(steps) / reading) if len(steps) >= FEWEST_STEPS and reading else None
        )

    async def progress(self, *, wait: float = 0.0) -> dict[str, Any]:
        """The reviewer's progress; figures of the whole review may be a moment old."""
        if self._asking is None or (
            self._asking.done() and self._since_told >= FEWEST_NEW and monotonic() > self._again
        ):
            self._since_told = 0
            self._again = monotonic() + EVERY
            self._asking = asyncio.create_task(self._ask_progress())
        if wait:
            await asyncio.wait([self._asking], timeout=wait)
        waits, notes = self._told["waits"], [*self._notes]
        if fault := self.review.store.fault:
            why = " ".join(fault.replace(f"{self.review.store.folder}{os.sep}", "").split())
            notes.append(self.reader.told("settings_fault", why=why))
        waiting = None if waits is None else max(0, waits - self._since_told)
        if self.own_clock_off:
            notes.append(self.reader.told("own_clock", minutes=5))
        return {
            "read": self._read,
            "all": None if waiting is None else self._read + waiting,
            "today": self._today,
            "left": self._told["left"],
            "stopping": self._told["stopping"],
            "pace": self._pace(),
            "waiting": waiting,
            "notes": notes,
        }

    async def _ask_progress(self) -> None:
        said = self.reader

        def counted(session: Session) -> tuple[int, int, str]:
            db, today = session.db, f"{now()[:10]}T00:00:00Z"
            read = count_of(db, said.name, said.stage)
            return read, count_of(db, said.name, said.stage, today), latest_time(db)

        self._read, self._today, latest = await self.review.store.do(counted)
        ahead = latest > now()
        self._notes = [said.told("clock", now=now(), last=latest)] if ahead else []
        try:
            self._told = await self.review.order.ask(
                "progress", who=said.name, stage=said.stage, language=said.language
            )
        except Refused:
            self._since_told = FEWEST_NEW
