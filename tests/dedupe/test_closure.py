"""Links and people's words become clusters on purpose."""

from pipeline.dedupe.evidence import Policy
from pipeline.dedupe.find import find_duplicates, remember
from pipeline.records import Record, RecordId
from tests.support.records_alike import BERG, named, verdict

BARE = named(BERG, "m", doi=None, volume=None, issue=None, pages=None)
"""Links to both of two records that differ in their DOIs."""

OTHER = named(BERG, "z", doi="10.1000/johs.71", issue="3", pages="201-209")


def members(found):
    return [cluster.members for cluster in found.clusters]


def test_a_third_record_does_not_join_two_dois():
    found = find_duplicates([BERG, BARE, OTHER])
    assert members(found) == [("b", "m")]
    assert [(link.one, link.other) for link in found.withheld] == [("m", "z")]


def test_the_stronger_link_wins_whatever_the_order():
    assert find_duplicates([OTHER, BARE, BERG]) == find_duplicates([BERG, BARE, OTHER])


def test_people_join_against_the_rules():
    found = find_duplicates([BERG, OTHER], verdicts=[verdict("z", "b", True)])
    (cluster,) = found.clusters
    assert (cluster.members, cluster.software, cluster.people) == (("b", "z"), (), ("z",))
    assert cluster.components == (("b",), ("z",))
    (link,) = found.links
    assert (link.rule, link.decided_by, link.score) == ("person", "people", 100.0)
    assert "NN" in link.because


def test_people_joining_two_clusters_count_once():
    library = [BERG, named(BERG, "c"), OTHER, named(OTHER, "y"), named(OTHER, "x")]
    found = find_duplicates(library, verdicts=[verdict("c", "y", True)])
    (cluster,) = found.clusters
    assert (cluster.report, cluster.people) == ("b", ("x",))
    assert cluster.software == ("c", "y", "z")


def test_people_keep_two_copies_apart():
    library = [BERG, named(BERG, "c"), named(BERG, "d")]
    found = find_duplicates(library, verdicts=[verdict("b", "c", False)])
    reports = found.reports(["b", "c", "d"])
    assert reports["b"] != reports["c"]
    assert reports["d"] in ("b", "c")
    assert not found.band


def test_of_two_verdicts_on_a_pair_the_later_stands():
    said = [verdict("b", "c", False, 1), verdict("c", "b", True, 2)]
    assert members(find_duplicates([BERG, named(BERG, "c")], verdicts=said)) == [("b", "c")]
    said = [verdict("b", "c", True, 1), verdict("c", "b", False, 2)]
    assert members(find_duplicates([BERG, named(BERG, "c")], verdicts=said)) == []


def test_same_does_not_overrule_different():
    library = [BERG, named(BERG, "c"), OTHER]
    said = [verdict("b", "z", False, 1), verdict("c", "z", True, 2)]
    found = find_duplicates(library, verdicts=said)
    assert members(found) == [("b", "c")]
    assert found.unheeded == (said[1],)


def test_people_agreeing_with_the_software_changes_nothing():
    found = find_duplicates([BERG, named(BERG, "c")], verdicts=[verdict("b", "c", True)])
    assert found.clusters == find_duplicates([BERG, named(BERG, "c")]).clusters
    assert [link.decided_by for link in found.links] == ["software"]


def test_a_verdict_on_records_that_are_not_here_waits():
    said = [verdict("b", "q", True), verdict("b", "b", True)]
    assert find_duplicates([BERG], verdicts=said).clusters == ()


def worded(name: str, title: str) -> Record:
    return named(BARE, name, title=title)


def test_a_doubt_is_asked_once_for_two_reports_and_not_again_when_answered():
    library = [
        worded("b", "Loneliness at home: sleep of employees in Oslo"),
        worded("c", "Loneliness at home: sleep of employees in Oslo"),
        worded("d", "Sleep of employees at home and loneliness in Oslo"),
    ]
    found = find_duplicates(library)
    assert len(found.doubts) == 2
    assert [(doubt.one, doubt.other, doubt.rule) for doubt in found.band] == [
        ("b", "d", "wording-differs")
    ]
    assert not find_duplicates(library, verdicts=[verdict("c", "d", False)]).band
    joined = find_duplicates(library, verdicts=[verdict("c", "d", True)])
    assert not joined.band
    assert members(joined) == [("b", "c", "d")]


def test_a_doubt_is_withdrawn_when_the_records_come_together_otherwise():
    library = [BERG, named(BERG, "c", doi="10.1000/johs.71")]
    assert len(find_duplicates(library).band) == 1
    assert not find_duplicates(library, verdicts=[verdict("b", "c", True)]).band


def test_preprints_are_together_by_policy_only():
    article = named(BERG, "c")
    preprint = named(BARE, "d", journal="medRxiv", doi="10.1101/2021.01.02.20240001")
    bare = named(preprint, "d", doi=None)
    assert not find_duplicates([article, bare]).clusters
    together = find_duplicates([article, bare], policy=Policy(preprints="together"))
    assert len(together.clusters) + len(together.band) == 1


def test_another_policy_looks_at_known_clusters_again():
    server = named(BARE, "c", journal="medRxiv : the preprint server for health sciences")
    article = named(BARE, "b", journal=None)
    together = Policy(preprints="together")
    library = [article, server]
    found = find_duplicates(library, policy=together)
    assert members(found) == [("b", "c")]
    known = remember(library, found, policy=together)
    assert members(find_duplicates([], known=known, policy=together)) == [("b", "c")]
    assert members(find_duplicates([], known=known)) == []


def test_a_large_group_with_a_veto_in_it_is_parted():
    copies = [named(BERG, f"b{at:02d}") for at in range(40)]
    found = find_duplicates([*copies, BARE, OTHER])
    (cluster,) = found.clusters
    assert len(cluster.members) == 41
    assert "z" not in cluster.members


def test_the_record_that_says_most_stands_for_the_report():
    better = named(BERG, "z", abstract="Background: we asked employees.")
    (cluster,) = find_duplicates([BERG, BARE, better]).clusters
    assert cluster.report == "z"


def test_an_earlier_reviews_reference_is_recognised():
    earlier = [
        Record(id=RecordId("p"), title=BERG.title, authors=("Berg A", "Lund O"), year=2021,
               journal="J Occup Health Stud")
    ]  # fmt: skip
    known = remember(earlier, find_duplicates(earlier))
    assert members(find_duplicates([BERG], known=known)) == [("b", "p")]
    assert members(find_duplicates([named(BERG, "b", authors=("Berg, A.",))], known=known))


def test_nothing_is_found_in_nothing():
    found = find_duplicates([])
    assert (found.clusters, found.links, found.band, found.compared) == ((), (), (), 0)
