"""What lies under output/: of one run only, and nothing of what people did there is lost."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.orchestration.update import update
from flows.review import output_runs
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, entry, later_round

EVERY = {"*": {"Decision": "exclude"}}


@pytest.fixture(params=["links", "copies"])
def reported(request: pytest.FixtureRequest, review: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review whose files were made anew by `ajour report`, after the letter of an update."""

    def no_links(self: Path, target: str) -> None:
        raise OSError("no links here")

    if request.param == "copies":
        monkeypatch.setattr(Path, "symlink_to", no_links)
    update(review)
    (review / "output" / "notes.txt").write_text("my own", "utf-8")
    answers = filled(listed(review, "--reviewer", "ann", "--all"), review / "ann.xlsx", EVERY)
    assert ajour("decide", answers).code == 0
    assert ajour("report", review).code == 0
    return review


def test_files_directly_under_output_are_of_one_run(reported: Path) -> None:
    output = reported / "output"
    latest = output / "runs" / "2024-06-10-2"
    own = {"runs", "latest", "latest.txt", "notes.txt", "letter.md"}
    there = {one.name for one in output.iterdir()} - own
    assert there == {one.name for one in latest.iterdir()}
    for path in latest.rglob("*"):
        if path.is_file():
            assert (output / path.relative_to(latest)).read_bytes() == path.read_bytes()
    assert (output / "notes.txt").read_text("utf-8") == "my own"


def test_the_letter_of_the_latest_update_stays_and_the_log_goes_on(reported: Path) -> None:
    output = reported / "output"
    assert "update 2024-06-10-1" in (output / "runs/2024-06-10-1/letter.md").read_text("utf-8")
    assert "update 2024-06-10-1" in (output / "letter.md").read_text("utf-8")
    assert (output / "changes.md").read_text("utf-8").count("| 2024-06-10-") == 2
    assert ajour("check", reported).code == 0
    later_round(reported)
    assert update(reported).letter == (output / "letter.md").read_text("utf-8")


def test_a_file_that_somebody_changed_is_kept_when_it_is_written_again(review: Path) -> None:
    update(review)
    changed = review / "output" / "flow.en.svg"
    whole = changed.read_bytes()
    changed.write_bytes(b"my words " + whole)
    said = ajour("report", review)
    assert "Files that people had changed are kept: kept/flow.en-kept.svg." in said.out
    assert (review / "kept/flow.en-kept.svg").read_bytes() == b"my words " + whole
    assert changed.read_bytes() == whole


def test_a_file_that_a_program_saved_in_place_of_a_link_is_kept(review: Path) -> None:
    update(review)
    place = review / "output" / "flow.en.svg"
    place.unlink()
    place.write_bytes(b"saved by a word processor")
    later_round(review)
    update(review)
    assert (review / "kept/flow.en-kept.svg").read_bytes() == b"saved by a word processor"
    assert place.is_symlink()


def test_a_file_that_was_only_cut_off_leaves_no_copy(review: Path) -> None:
    update(review)
    place = review / "output" / "flow.en.svg"
    place.write_bytes(place.read_bytes()[:1000])
    assert "kept" not in ajour("report", review).out
    assert not (review / "kept").exists()


def test_what_somebody_put_beside_the_files_survives_the_repair_of_its_run(review: Path) -> None:
    update(review)
    own = review / "output/latest/screening-ann-filled.ods"
    own.write_bytes(b"PK filled in")
    (review / "output/latest/run.json").write_text("{", "utf-8")
    assert update(review).news
    assert own.read_bytes() == b"PK filled in"


def test_a_run_that_died_while_its_folder_was_put_in_place_loses_no_file(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(review)
    own = review / "output/latest/screening-ann-filled.ods"
    own.write_bytes(b"PK filled in")
    (review / "output/latest/run.json").write_text("{", "utf-8")
    replace = Path.replace

    def dies(self: Path, target: Path) -> Path:
        if self.name.endswith(".part") and self.is_dir():
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", dies)
    with pytest.raises(KeyboardInterrupt):
        update(review)
    monkeypatch.setattr(Path, "replace", replace)
    shutil.rmtree(review / "output/runs/.2024-06-10-1.part")
    update(review)
    assert own.read_bytes() == b"PK filled in"
    assert output_runs.run_names(review / "output/runs") == ["2024-06-10-1"]
    assert not list((review / "output/runs").glob(".*"))


def test_a_list_that_an_older_version_left_under_output_is_brought_to_lists(review: Path) -> None:
    update(review)
    old = review / "output/latest/lists/screening-bo.xlsx"
    old.parent.mkdir()
    shutil.copy(review / "lists/screening-bo.xlsx", old)
    book = load_workbook(old)
    book.save(old)
    filled = old.read_bytes()
    later_round(review)
    told = update(review).stages["write"].told
    assert "lists/screening-bo-kept.xlsx" in told[0]
    assert (review / "lists/screening-bo-kept.xlsx").read_bytes() == filled
    (review / "searches/2/later/more.ris").write_text(entry("Telework at sea"), "utf-8")
    update(review)
    assert len(list((review / "lists").glob("*kept*"))) == 1
