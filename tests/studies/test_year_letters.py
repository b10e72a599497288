"""Works of one author and year are told apart by letters, and others have none."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.studies.year_letters import CitedWork, year_letters

WORKS = st.lists(
    st.builds(
        CitedWork,
        key=st.text("abcdefgh", min_size=1, max_size=3),
        author=st.sampled_from(["Berg", "berg, K", "Dahl", ""]),
        year=st.sampled_from([0, 2022, 2023]),
        title=st.text("xyz", max_size=3),
    ),
    unique_by=lambda one: one.key,
)


@given(WORKS)
def test_no_two_works_are_cited_alike(works: list[CitedWork]) -> None:
    letters = year_letters(works)
    cited = [(*one.cited_as, letters.get(one.key)) for one in works if one.author and one.year]
    assert len(cited) == len(set(cited))


@given(WORKS)
def test_a_work_without_its_like_has_no_letter(works: list[CitedWork]) -> None:
    alike = [one.cited_as for one in works]
    for one in works:
        if alike.count(one.cited_as) == 1 or not one.author or not one.year:
            assert one.key not in year_letters(works)


@given(WORKS, st.randoms())
def test_letters_do_not_depend_on_the_order_given(works: list[CitedWork], chance: object) -> None:
    shuffled = list(works)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert year_letters(shuffled) == year_letters(works)


def test_letters_follow_the_order_of_a_reference_list() -> None:
    works = [
        CitedWork(key="1", author="Berg, K", year=2023, title="A"),
        CitedWork(key="2", author="Berg, A", year=2023, title="Z"),
        CitedWork(key="3", author="Berg, A", year=2023, title="B"),
    ]
    assert year_letters(works) == {"3": "a", "2": "b", "1": "c"}
