"""What must hold of every library, whatever is in it."""

from dataclasses import replace
from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.dedupe.find import answer, find_duplicates, remember
from pipeline.records import Record, RecordId
from tests.support.records_alike import named, records, titles, verdict


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(library, random):
    shuffled = list(library)
    random.shuffle(shuffled)
    assert find_duplicates(shuffled) == find_duplicates(library)


@given(records())
def test_an_unrelated_record_changes_no_cluster(library):
    other = Record(id=RecordId("z"), title="Tidal power of northern fjords", authors=("Qvale, Y.",))
    assert find_duplicates([*library, other]).clusters == find_duplicates(library).clusters


@given(records(), st.data())
def test_a_record_is_always_a_duplicate_of_its_own_copy(library, data):
    if not library:
        return
    record = data.draw(st.sampled_from(library))
    assume(record.title or record.doi)
    copy = named(record, "z")
    reports = find_duplicates([*library, copy]).reports([record.id, copy.id])
    assert reports[record.id] == reports[copy.id]


@given(titles(), st.text(max_size=30), st.text(max_size=10))
def test_a_copy_is_found_whatever_letters_a_record_is_of(title, author, pages):
    record = Record(id=RecordId("b"), title=title, authors=(author,), pages=pages, journal=author)
    assert len(find_duplicates([record, named(record, "c")]).clusters) == bool(title)


@given(records(), st.integers(0, 10))
def test_new_against_old_is_as_all_at_once(library, cut):
    old, new = library[:cut], library[cut:]
    known = remember(old, find_duplicates(old))
    found, whole = find_duplicates(new, known=known), find_duplicates(library)
    assert found.clusters == whole.clusters
    assert found.links == whole.links
    assert found.band == whole.band


@given(records())
def test_running_twice_adds_nothing(library):
    once = find_duplicates(library)
    assert find_duplicates(library, known=remember(library, once)) == once


@given(records())
def test_no_cluster_holds_two_records_that_veto_each_other(library):
    by_id = {record.id: record for record in library}
    for cluster in find_duplicates(library).clusters:
        for one, other in combinations(cluster.members, 2):
            said = answer(by_id[one], by_id[other])
            assert said.verdict == "same" or not any(
                veto in said.against for veto in ("other-doi", "other-kind", "other-part")
            )


@given(records(), st.data())
def test_verdicts_stand_through_later_runs(library, data):
    if len(library) < 4:
        return
    one, other, third, fourth = (record.id for record in library[:4])
    verdicts = [verdict(one, other, False, 1), verdict(third, fourth, True, 2)]
    known = remember(library[:3], find_duplicates(library[:3], verdicts=verdicts))
    for found in (
        find_duplicates(library, verdicts=verdicts),
        find_duplicates(library[3:], known=known, verdicts=verdicts),
    ):
        reports = found.reports([one, other, third, fourth])
        assert reports[one] != reports[other]
        assert (reports[third] == reports[fourth]) is (not found.unheeded)


@given(records())
def test_every_link_and_doubt_has_its_reason(library):
    found = find_duplicates(library)
    assert all(link.because and link.rule and link.one < link.other for link in found.links)
    assert all(doubt.because and doubt.against for doubt in found.band)


@given(records())
def test_clusters_count_each_redundant_record_once(library):
    for cluster in find_duplicates(library).clusters:
        counted = [cluster.report, *cluster.software, *cluster.people]
        assert sorted(counted) == list(cluster.members)
        assert len(cluster.people) == len(cluster.components) - 1


@given(records())
def test_an_answer_is_the_same_both_ways(library):
    for one, other in combinations(library[:4], 2):
        assert answer(one, other) == answer(other, one)


def test_a_longer_library_has_the_same_clusters_in_any_order():
    from random import Random

    draw = Random(7)
    library = [
        Record(
            id=RecordId(f"r{at:03d}"),
            title=f"Editorial {at % 3}" if at % 5 else "Noise in the home office of teachers",
            authors=("Berg, Anna",),
            year=2000 + at % 4,
        )
        for at in range(200)
    ]
    once = find_duplicates(library)
    draw.shuffle(library)
    assert find_duplicates(library) == once
    assert replace(once, compared=0) == once
