"""Cluster: linked rows become groups in which no two rows veto each other."""

from collections.abc import Collection, Iterable

Pair = tuple[int, int]
"""Two rows, the lower first."""


class Groups:
    """Rows joined into groups; the lowest row names its group."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, row: int) -> int:
        """The lowest row of the group a row is in.

        >>> groups = Groups()
        >>> groups.join(3, 1)
        >>> groups.of(3), groups.of(2)
        (1, 2)
        """
        top = row
        while (above := self._above.get(top, top)) != top:
            top = above
        while (above := self._above.get(row, row)) != top:
            self._above[row] = top
            row = above
        return top

    def join(self, one: int, other: int) -> None:
        """Make one group of two rows' groups."""
        low, high = sorted((self.of(one), self.of(other)))
        if low != high:
            self._above[high] = low

    def members(self, rows: Iterable[int]) -> dict[int, list[int]]:
        """The rows by their group, both in order."""
        groups: dict[int, list[int]] = {}
        for row in sorted(set(rows)):
            groups.setdefault(self.of(row), []).append(row)
        return groups

    def copy(self) -> "Groups":
        """The same groups, to be joined further."""
        other = Groups()
        other._above = dict(self._above)
        return other


def join(
    groups: Groups, pairs: Iterable[Pair], forbidden: Collection[Pair]
) -> tuple[Groups, list[Pair]]:
    """Join pairs in the order given, but none that brings a forbidden pair into one group.

    Returns the groups, and the pairs that were refused.

    >>> groups, refused = join(Groups(), [(1, 2), (2, 3)], {(1, 3)})
    >>> groups.of(2), groups.of(3), refused
    (1, 3, [(2, 3)])
    """
    enemies: dict[int, set[int]] = {}
    for one, other in forbidden:
        first, second = groups.of(one), groups.of(other)
        enemies.setdefault(first, set()).add(second)
        enemies.setdefault(second, set()).add(first)
    refused = []
    for one, other in pairs:
        first, second = groups.of(one), groups.of(other)
        if second in enemies.get(first, ()):
            refused.append((one, other))
        elif first != second:
            groups.join(first, second)
            _inherit(enemies, groups.of(first), (first, second))
    return groups, refused


def _inherit(enemies: dict[int, set[int]], heir: int, joined: Pair) -> None:
    """The enemies of two groups become the enemies of the one they are now."""
    both = enemies.pop(joined[0], set()) | enemies.pop(joined[1], set())
    for enemy in both:
        enemies[enemy] = (enemies[enemy] - set(joined)) | {heir}
    if both:
        enemies[heir] = both
