"""Sharing work out: each report to the right number of people, in proportion, with few moves."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import RecordId
from pipeline.review.shares import Shares, shared_out

NAMES = ("ann", "bo", "cy", "dag", "eva")
TEAMS = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from([0.5, 1.0, 2.0]), min_size=1, max_size=5
)
EQUAL = st.sets(st.sampled_from(NAMES), min_size=2).map(lambda names: dict.fromkeys(names, 1.0))


def reports(count: int) -> list[RecordId]:
    return [RecordId(f"r{number:04}") for number in range(count)]


def owners(shares: Shares) -> dict[RecordId, set[str]]:
    found: dict[RecordId, set[str]] = {}
    for name, ids in shares.items():
        assert len(ids) == len(set(ids))
        for report in ids:
            found.setdefault(report, set()).add(name)
    return found


@given(st.data())
def test_each_report_goes_to_as_many_as_it_wants_and_to_nobody_who_judged_it(
    data: st.DataObject,
) -> None:
    team, ids = data.draw(TEAMS), reports(data.draw(st.integers(0, 60)))
    readers = data.draw(st.sampled_from([1, 2]))
    said = {one: data.draw(st.sets(st.sampled_from(NAMES), max_size=readers - 1)) for one in ids}
    held = {
        name: set(data.draw(st.lists(st.sampled_from(ids or [RecordId("x")])))) for name in team
    }
    wanted = {one: readers - len(said[one]) for one in ids}
    found = owners(shared_out(wanted, team, held=held, said=said))
    for one in ids:
        able = {*team} - said[one]
        assert not found.get(one, set()) & said[one]
        assert len(found.get(one, set())) == min(wanted[one], len(able))
        holders = {name for name in able if one in held[name]}
        assert len(found.get(one, set()) & holders) == min(wanted[one], len(holders))


@given(EQUAL, st.integers(0, 80), st.sampled_from([1, 2]))
def test_nobody_gets_more_than_one_report_more_than_anybody_else(
    team: Mapping[str, float], count: int, readers: int
) -> None:
    loads = [len(ids) for ids in shared_out(dict.fromkeys(reports(count), readers), team).values()]
    assert max(loads) - min(loads) <= 1


@given(TEAMS, st.integers(0, 80))
def test_loads_are_in_proportion_to_the_weights(team: Mapping[str, float], count: int) -> None:
    shares = shared_out(dict.fromkeys(reports(count), 1), team)
    for name, ids in shares.items():
        fair = count * team[name] / sum(team.values())
        assert abs(len(ids) - fair) < len(team)


@given(EQUAL, st.sampled_from(NAMES), st.integers(1, 80), st.sampled_from([1, 2]))
def test_who_joins_moves_hardly_more_than_what_they_get(
    team: Mapping[str, float], name: str, count: int, readers: int
) -> None:
    before = {one: weight for one, weight in team.items() if one != name}
    wanted = dict.fromkeys(reports(count), readers)
    old, new = shared_out(wanted, before), shared_out(wanted, {**before, name: 1.0})
    moved = sum(len({*new[one]} - {*old[one]}) for one in before)
    assert moved <= 4 * (count * readers) ** 0.5


@given(EQUAL, st.integers(1, 80), st.sampled_from([1, 2]))
def test_what_is_on_a_list_stays_whoever_joins_or_leaves(
    team: Mapping[str, float], count: int, readers: int
) -> None:
    wanted = dict.fromkeys(reports(count), readers)
    held = shared_out(wanted, team)
    for later in ({**team, "zoe": 1.0}, dict(list(team.items())[1:])):
        new = shared_out(wanted, later, held=held)
        assert all({*held[name]} <= {*new[name]} for name in team if name in later)


@pytest.mark.parametrize("order", [list, lambda ids: list(reversed(ids))])
def test_the_order_of_the_reports_moves_nothing(order: type[list[RecordId]]) -> None:
    team, ids = dict.fromkeys(NAMES, 1.0), reports(50)
    given_ = shared_out(dict.fromkeys(order(ids), 2), team)
    assert {name: {*found} for name, found in given_.items()} == {
        name: {*found} for name, found in shared_out(dict.fromkeys(ids, 2), team).items()
    }
