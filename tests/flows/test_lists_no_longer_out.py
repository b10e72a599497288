"""Nobody waits for a list that ajour removed, or for the list of a former reviewer."""

from pathlib import Path

from flows.orchestration.update import update
from tests.support.reviews import ajour, later_round


def renamed(review: Path) -> None:
    """Replace both reviewers by other people, as after an update with the template's names."""
    own = review / "review.toml"
    text = own.read_text("utf-8")
    own.write_text(text.replace('names = ["ann", "bo"]', 'names = ["Kari", "Ola"]'), "utf-8")


def absent(review: Path, *names: str) -> None:
    own = review / "review.toml"
    text = own.read_text("utf-8").split("away =")[0].rstrip()
    own.write_text(f"{text}\naway = {[*names]}\n".replace("'", '"'), "utf-8")


def test_lists_prepared_for_the_template_names_are_not_waited_for(review: Path) -> None:
    update(review)
    renamed(review)
    letter = update(review).letter
    assert not (review / "lists/screening-ann.xlsx").exists()
    assert "screening-ann.xlsx" not in letter
    assert "screening-ann.xlsx" not in ajour("status", review).out
    assert "not yet returned" not in ajour("status", review).out


def test_a_list_removed_while_its_reviewer_was_away_is_not_waited_for(review: Path) -> None:
    update(review)
    absent(review, "ann")
    letter = update(review).letter
    assert not (review / "lists/screening-ann.xlsx").exists()
    assert "reports in screening-ann.xlsx" not in letter
    assert "screening-ann.xlsx" not in ajour("status", review).out
    later_round(review)
    assert "reports in screening-ann.xlsx" not in update(review).letter


def test_a_list_removed_untouched_is_prepared_again(review: Path) -> None:
    update(review)
    absent(review, "ann")
    update(review)
    absent(review)
    update(review)
    assert (review / "lists/screening-ann.xlsx").exists()
    assert "screening-ann.xlsx" not in ajour("status", review).out


def test_a_requested_list_of_a_former_reviewer_is_waited_for_only_in_lists(review: Path) -> None:
    update(review)
    assert ajour("candidates", review, "--reviewer", "ann", "--all").code == 0
    (path,) = (review / "lists").glob("screening-ann*.xlsx")
    renamed(review)
    update(review)
    assert path.name in ajour("status", review).out
    path.unlink()
    assert path.name not in ajour("status", review).out
    assert ajour("check", review).code == 0


def test_the_removal_is_noted_before_the_file_goes(review: Path) -> None:
    """An interrupted update leaves the file; the next one still removes it."""
    update(review)
    path = review / "lists/screening-ann.xlsx"
    content = path.read_bytes()
    absent(review, "ann")
    update(review)
    path.write_bytes(content)
    later_round(review)
    update(review)
    assert not path.exists()
