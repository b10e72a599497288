"""A running page without its server: the store, and the helper processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from flows.page.desk import RunningReview
from flows.page.helper import Helper
from flows.page.store_thread import StoreThread


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[RunningReview]:
    """What all reviewers of a page share, while the block lasts."""
    review = RunningReview(StoreThread(folder), Helper(folder), Helper(folder))
    try:
        yield review
    finally:
        await asyncio.gather(review.lists.end(), review.order.end())
        await review.store.close()
