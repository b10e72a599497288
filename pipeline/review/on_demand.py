"""Values of a store that are read when they are asked for."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from pipeline.records import Record, RecordId

Value = TypeVar("Value")

FEW = 200
"""Records that are read one by one; who asks for more probably goes through all of them."""


class RecordsOnDemand(Mapping[RecordId, Record]):
    """Records by id: the ids are known, and the first few records asked for are read one by one.

    When one more is asked for, all others are read with it.
    """

    def __init__(
        self,
        ids: Collection[RecordId],
        read: Callable[[Sequence[RecordId]], Iterable[Record]],
    ) -> None:
        self._ids, self._read = ids, read
        self._known: dict[RecordId, Record] = {}

    def __contains__(self, record: object) -> bool:
        return record in self._ids

    def __iter__(self) -> Iterator[RecordId]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, record: RecordId) -> Record:
        if record not in self._known:
            if record not in self._ids:
                raise KeyError(record)
            few = len(self._known) < FEW
            wanted = [record] if few else [one for one in self._ids if one not in self._known]
            self._known |= {one.id: one for one in self._read(wanted)}
        return self._known[record]


class AllOnDemand(Mapping[RecordId, Value]):
    """A mapping that is read as a whole as soon as anything of it is asked for."""

    def __init__(self, read: Callable[[], Mapping[RecordId, Value]]) -> None:
        self._read = read

    @cached_property
    def _all(self) -> Mapping[RecordId, Value]:
        return self._read()

    def __iter__(self) -> Iterator[RecordId]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, record: RecordId) -> Value:
        return self._all[record]
