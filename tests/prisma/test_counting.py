"""Each box of a flow is counted from its own evidence."""

from typing import Any

import pytest

from pipeline.errors import Refused
from pipeline.prisma.boxes import box_names, resolve, unit
from pipeline.prisma.evidence import PreviousReview
from pipeline.prisma.flow import Terms
from pipeline.prisma.summary import prisma_json
from tests.support.flow_counts import count


def test_an_included_report_is_in_every_box_on_its_way(history: Any, outcomes: Any) -> None:
    history.found("b", screening=outcomes("include"), eligibility=outcomes("include"))
    flow = count(*history.evidence)
    for box in ("identified", "screened", "sought_reports", "assessed", "included", "new_studies"):
        assert flow.behind(box) == ("b",)
    assert not flow.preliminary


def test_a_full_text_decision_without_one_on_retrieval_counts_as_retrieved(
    history: Any, outcomes: Any
) -> None:
    history.found("b", screening=outcomes("include"), eligibility=outcomes("one vote"))
    history.found("c", screening=outcomes("include"), assumed_retrieved=True)
    history.found("d", screening=outcomes("include"), eligibility=outcomes("pending"))
    flow = count(*history.evidence)
    assert flow.behind("sought_reports") == ("b", "c")
    assert flow.behind("not_yet_assessed_reports") == ("b", "c")
    assert flow.behind("not_yet_sought_reports") == ("d",)


def test_what_is_not_decided_is_pending_and_makes_the_flow_preliminary(
    history: Any, outcomes: Any
) -> None:
    history.found("b").found("c", screening=outcomes("conflict"))
    history.found("d", screening=outcomes("one vote"))
    history.found("f", screening=outcomes("include"), retrieval=outcomes("conflict"))
    history.found("g", screening=outcomes("include"), eligibility=outcomes("conflict"))
    flow = count(*history.evidence)
    assert flow.behind("not_yet_screened_records") == ("b", "c", "d")
    assert flow.behind("screening_conflict_records") == ("c",)
    assert flow.behind("not_yet_sought_reports") == ("f",)
    assert flow.behind("retrieval_conflict_reports") == ("f",)
    assert flow.behind("assessment_conflict_reports") == ("g",)
    assert flow.preliminary


def test_ongoing_and_awaiting_reports_are_neither_excluded_nor_included(
    history: Any, outcomes: Any
) -> None:
    history.found("b", screening=outcomes("include"), eligibility=outcomes("ongoing"))
    history.found("c", screening=outcomes("include"), eligibility=outcomes("awaiting"))
    flow = count(*history.evidence)
    assert (flow["ongoing_reports"], flow["awaiting_reports"]) == (1, 1)
    assert (flow["excluded_reports"], flow["included_reports"]) == (0, 0)
    assert not flow.preliminary


def test_duplicates_are_counted_by_whom_they_were_found(history: Any) -> None:
    history.found("b").again("c", "b").again("d", "b", linked_by="people")
    flow = count(*history.evidence)
    assert flow.behind("duplicates_software_records") == ("c",)
    assert flow.behind("duplicates_people_records") == ("d",)
    assert flow.behind("duplicates") == ("c", "d")


def test_automation_counts_apart_by_criterion_and_by_stopping_rule(history: Any) -> None:
    history.found("b", removed_by="automation:language").found("c", removed_by="stopping")
    history.found("d", removed_by="other:retracted")
    flow = count(*history.evidence)
    assert flow.behind("automation_criteria_records") == ("b",)
    assert flow.behind("automation_stopping_records") == ("c",)
    assert flow["excluded_automatic"] == 2
    assert [(line.name, line.number) for line in flow.removed_other] == [("retracted", 1)]


def test_a_duplicate_of_what_automation_removed_is_a_duplicate(history: Any) -> None:
    history.found("b", removed_by="stopping").again("c", "b", removed_by="stopping")
    flow = count(*history.evidence)
    assert (flow["duplicates"], flow["excluded_automatic"]) == (1, 1)


def test_exclusions_by_people_and_by_automation_sum_to_all(history: Any, outcomes: Any) -> None:
    history.found("b", screening=outcomes("exclude"))
    history.found("c", screening=outcomes("exclude"), screened_by="automation")
    flow = count(*history.evidence)
    assert flow.behind("excluded_people_records") == ("b",)
    assert flow.behind("excluded_automation_records") == ("c",)
    assert flow["records_excluded"] == 2


def test_reasons_stand_in_the_order_of_the_criteria(history: Any, outcomes: Any) -> None:
    for name, reason in zip("bcdfg", ("E1", "P1", "E1", "exclude", "P1"), strict=True):
        history.found(name, screening=outcomes("include"), eligibility=outcomes(reason))
    lines = count(*history.evidence, terms=Terms(reasons=("P1", "E1"))).reasons["excluded_reports"]
    assert [(line.name, line.number) for line in lines] == [("P1", 2), ("E1", 2), ("", 1)]
    lines = count(*history.evidence).reasons["excluded_reports"]
    assert [line.name for line in lines] == ["", "E1", "P1"]


def test_sources_are_listed_the_largest_first(history: Any) -> None:
    history.found("b", source="Embase").found("c").found("d")
    history.found("f", way="register", source="CENTRAL")
    flow = count(*history.evidence)
    lines = flow.sources["database_records"]
    assert [(line.name, line.number) for line in lines] == [("MEDLINE", 2), ("Embase", 1)]
    assert flow.behind("database_results/Embase") == ("b",)
    assert flow["identified"] == 4


def test_a_record_found_again_is_a_duplicate_in_all_and_other_in_the_update(
    history: Any, outcomes: Any
) -> None:
    history.found("b", screening=outcomes("exclude")).found("c")
    history.again("d", "b", "2").again("f", "c", "2").found("g", "2")
    total, update = count(*history.evidence), count(*history.evidence, rounds=["2"])
    assert total.behind("duplicates") == ("d", "f")
    assert update.behind("found_again_decided_records") == ("d",)
    assert update["excluded_other"] == 1
    assert update.behind("duplicates") == update.behind("found_again_undecided_records") == ("f",)
    assert update.behind("not_yet_screened_records") == ("g",)


def test_what_was_removed_in_an_earlier_round_counts_as_decided_there(history: Any) -> None:
    history.found("b", removed_by="stopping").again("c", "b", "2")
    assert count(*history.evidence, rounds=["2"])["found_again_decided_records"] == 1


def test_a_report_belongs_to_the_round_it_was_first_found_in(history: Any, outcomes: Any) -> None:
    history.found("b", screening=outcomes("include"), eligibility=outcomes("include"))
    history.again("c", "b", "2")
    assert count(*history.evidence, rounds=["1"])["included"] == 1
    assert count(*history.evidence, rounds=["2"])["included"] == 0


def test_the_update_takes_earlier_rounds_as_the_previous_review(
    history: Any, outcomes: Any
) -> None:
    include = outcomes("include")
    history.found("b", screening=include, eligibility=include, study="S1")
    history.found("c", "2", screening=include, eligibility=include, study="S2")
    history.found("d", "2", screening=include, eligibility=include, study="S1")
    first = count(*history.evidence, rounds=["1"])
    assert (first.previous, first["previous_studies"], first["total_studies"]) == (None, 0, 1)
    update = count(*history.evidence, rounds=["2"])
    assert update.previous == ""
    assert (update["previous_studies"], update["new_studies"], update["total_studies"]) == (1, 1, 2)
    assert update.behind("known_study_reports") == ("d",)
    assert (update["previous_reports"], update["new_reports"], update["total_reports"]) == (1, 1, 3)
    alone = count(*history.evidence, rounds=["2"], terms=Terms(earlier_as_previous=False))
    assert (alone["new_studies"], alone["previous_studies"]) == (2, 0)


def test_an_earlier_review_adds_its_studies_and_loses_the_dropped(
    history: Any, outcomes: Any
) -> None:
    include = outcomes("include")
    history.found("b", screening=include, eligibility=include)
    history.found("c", screening=include, eligibility=include, study="old", study_is_previous=True)
    previous = PreviousReview(studies=53, reports=55, name="2021", dropped_studies=2)
    flow = count(*history.evidence, previous=previous)
    assert flow.previous == "2021"
    assert flow["total_studies"] == 53 + 1 - 2
    assert flow["total_reports"] == 55 + 1 + 1
    assert flow.behind("known_study_reports") == ("c",)


def test_one_report_may_tell_of_several_studies_which_is_worth_a_look(
    history: Any, outcomes: Any
) -> None:
    include = outcomes("include")
    history.found(
        "b", screening=include, eligibility=include, study="S1", more_studies=("S2", "S3")
    )
    flow = count(*history.evidence)
    assert flow.behind("new_studies") == ("S1", "S2", "S3")
    assert flow.warnings == ("more_studies_than_reports",)


def test_studies_are_traced_to_the_reports_that_tell_of_them(history: Any, outcomes: Any) -> None:
    include = outcomes("include")
    history.found("b", screening=include, eligibility=include, study="S1")
    history.found("c", "2", screening=include, eligibility=include, study="S2")
    history.found("d", "2", screening=include, eligibility=include, study="S2")
    flow = count(*history.evidence, rounds=["2"])
    assert flow.documents("new_studies") == ("c", "d")
    assert flow.documents("previous_studies") == flow.documents("previous_reports") == ("b",)
    assert flow.documents("total_studies") == flow.documents("total_reports") == ("b", "c", "d")
    assert flow.documents("included") == ("c", "d")
    lists = flow.lists()
    assert lists["total_studies"] == ("S1", "S2")
    assert lists["total_reports"] == ("b", "c", "d")
    assert lists["database_records/MEDLINE"] == ("c", "d")
    assert "excluded_reports" not in lists
    with pytest.raises(KeyError):
        flow.documents("dropped_studies")


def test_two_reports_of_one_study_are_one_study(history: Any, outcomes: Any) -> None:
    include = outcomes("include")
    for name in "bc":
        history.found(name, screening=include, eligibility=include, study="S")
    flow = count(*history.evidence)
    assert (flow["new_reports"], flow["new_studies"]) == (2, 1)


def test_other_methods_need_no_screening(history: Any, outcomes: Any) -> None:
    history.found("b", way="citations", eligibility=outcomes("include"), source="Forward")
    history.found("c", way="website", screening=outcomes("exclude"), source="stami.no")
    history.found("d", way="organisation", source="EU-OSHA")
    history.found("f", way="website", retrieval=outcomes("not retrieved"), source="stami.no")
    flow = count(*history.evidence)
    assert flow.behind("other_included_reports") == ("b",)
    assert flow.behind("other_excluded_records") == ("c",)
    assert flow.behind("other_not_yet_screened_records") == ("d",)
    assert flow.behind("other_not_retrieved_reports") == ("f",)
    assert flow.behind("other_sought_reports") == ("b", "f")
    assert flow.other_methods
    assert flow["included_reports"] == 0
    assert flow["all_included_reports"] == 1


def test_full_text_evidence_never_stands_for_screening_in_the_left_column(
    history: Any, outcomes: Any
) -> None:
    history.found("b", eligibility=outcomes("include"))
    history.found("c", screening=outcomes("exclude"), retrieval=outcomes("retrieved"))
    history.found(
        "d",
        screening=outcomes("include"),
        retrieval=outcomes("not retrieved"),
        eligibility=outcomes("include"),
    )
    flow = count(*history.evidence)
    assert flow.behind("not_yet_screened_records") == ("b",)
    assert flow.behind("excluded_records") == ("c",)
    assert flow.behind("not_retrieved_reports") == ("d",)
    assert flow.behind("decisions_set_aside_reports") == ("b", "c", "d")
    assert flow["included"] == 0


def test_what_was_removed_before_screening_goes_no_further(history: Any, outcomes: Any) -> None:
    history.found("b", removed_by="stopping", eligibility=outcomes("include"))
    history.found("c", way="website", removed_by="other:x", eligibility=outcomes("include"))
    flow = count(*history.evidence)
    assert flow.behind("automation_stopping_records") == ("b",)
    assert flow.behind("all_decisions_set_aside_reports") == ("b", "c")
    assert flow["all_included_reports"] == 0


def test_a_figure_of_one_search_has_only_its_records(history: Any, outcomes: Any) -> None:
    history.found("b", search="medline").found("c", search="embase")
    history.again("d", "b", search="embase")
    flow = count(*history.evidence, terms=Terms(searches=("embase",), rejected_rows={"medline": 3}))
    assert flow.behind("identified") == ("c", "d")
    assert flow.behind("duplicates") == ("d",)
    assert flow.searches == ("embase",)
    terms = Terms(searches=("embase",))
    assert count(*history.evidence, rounds=["1"], terms=terms).members == flow.members
    assert flow["rejected_rows_records"] == 0


def test_rejected_rows_are_counted_where_their_search_is(history: Any) -> None:
    history.found("b")
    flow = count(*history.evidence, terms=Terms(rejected_rows={"medline-1": 3}))
    assert flow["rejected_rows_records"] == 3


def test_rounds_come_in_natural_order_unless_told() -> None:
    flow = count([], [])
    assert flow.rounds == ()
    assert flow["identified"] == 0


def test_rounds_are_ordered_by_their_numbers(history: Any) -> None:
    history.found("b", "10").found("c", "2")
    assert count(*history.evidence).rounds == ("2", "10")
    assert count(*history.evidence, terms=Terms(order=("10", "2"))).rounds == ("10", "2")


def test_an_unknown_round_or_search_is_refused_by_name(history: Any) -> None:
    history.found("b")
    with pytest.raises(Refused, match="9: the review has no round of this name"):
        count(*history.evidence, rounds=["9"])
    with pytest.raises(Refused, match="scopus: no search of this name has records"):
        count(*history.evidence, terms=Terms(searches=("scopus",)))


def test_every_box_says_its_unit() -> None:
    assert {unit(box) for box in box_names()} == {"record", "report", "study"}
    assert resolve("dbr_excluded") == "excluded_reports"


def test_an_unknown_box_is_a_key_error(history: Any) -> None:
    flow = count(*history.evidence)
    with pytest.raises(KeyError):
        flow.behind("nonsense")
    with pytest.raises(KeyError):
        flow["nonsense"]


def test_the_short_summary_says_each_round_and_all(history: Any, outcomes: Any) -> None:
    history.found("b", screening=outcomes("exclude")).again("c", "b").again("d", "b", "2")
    rounds = {name: count(*history.evidence, rounds=[name]) for name in "12"}
    told = prisma_json(rounds, count(*history.evidence))
    assert told["rounds"]["1"]["identified"] == 2  # type: ignore[index]
    assert told["rounds"]["2"]["excluded_other"] == 1  # type: ignore[index]
    assert told["total"]["duplicates_software"] == 2  # type: ignore[index]
    assert told["preliminary"] is False
