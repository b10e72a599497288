"""ajour evaluate ranking: a finished review is read again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.evaluate import command
from pipeline.errors import Refused
from pipeline.evaluation.labelled_decisions import read_labelled
from pipeline.evaluation.ranking_trial import Trial, measure, run
from pipeline.evaluation.replay import replay_active, replay_update, split_by_year
from pipeline.ranking.settings import Settings

HEAD = "record_id,title,abstract,label_included,year\n"
TOPICS = ["stress", "sleep", "pain", "pay", "noise", "light", "desk", "child", "care", "trust"]


def review(size: int = 60) -> str:
    """A review of every fifth record, which alone are of telework; the year rises."""
    lines = [HEAD]
    for number in range(size):
        topic = TOPICS[number % 10]
        home = number % 5 == 0
        text = f"telework at home and {topic}" if home else f"milk of the cows and {topic}"
        lines.append(f'{number},"{text}","<p>{text}, it was found</p>",{home:d},{2000 + number}\n')
    return "".join(lines)


def written(folder: Path, text: str) -> Path:
    path = folder / "review.csv"
    path.write_text(text, encoding="utf-8")
    return path


def evaluate(*arguments: object) -> Result:
    return CliRunner().invoke(command, ["ranking", *map(str, arguments)])


MEASURES = {"loss", "wss95", "wss100", "recall10", "recall20", "ap", "refits"}
COSTS = {"cpu_seconds", "total_cpu_seconds", "peak_mb"}


def test_active_leaves_the_priors_out_and_finds_the_rest_at_once(tmp_path: Path):
    path = written(tmp_path, review())
    result = evaluate(path, "--prior", "0", "--prior", "1", "--json")
    figures = json.loads(result.stdout)
    assert set(figures) == {"records", "included"} | MEASURES | COSTS
    assert figures["records"] == 58
    assert figures["included"] == 11
    assert figures["loss"] == 0
    assert figures["ap"] == 1
    assert 0 < figures["cpu_seconds"] <= figures["total_cpu_seconds"]


def test_update_has_static_and_active_figures(tmp_path: Path):
    figures = json.loads(evaluate(written(tmp_path, review()), "--mode", "update", "--json").stdout)
    both = {f"{kind}_{name}" for kind in ("static", "active") for name in MEASURES}
    assert both <= set(figures)
    assert figures["static_records"] == figures["active_records"] == 30
    assert figures["static_refits"] == 1
    assert figures["active_loss"] == 0


def test_cold_has_only_the_question(tmp_path: Path):
    path = written(tmp_path, review())
    result = evaluate(path, "--mode", "cold", "--question", "telework at home", "--json")
    assert json.loads(result.stdout)["included"] == 12
    assert json.loads(result.stdout)["loss"] == 0


def test_figures_are_printed_for_people(tmp_path: Path):
    shown = evaluate(written(tmp_path, review()), "--prior", "0", "--prior", "1").stdout
    assert "loss" in shown
    assert "0.0000" in shown


SIX = "".join(f"{n},cow {n},,{n % 2},\n" for n in range(6))
WRONG = {
    "no includes": (HEAD + "1,a b,,0,\n2,cd,,0,\n", "no record is included"),
    "no excludes": (HEAD + "1,ab,,1,\n2,cd,,1,\n", "no record is excluded"),
    "no texts": (HEAD + "1,,,1,\n2,<p></p>,,0,\n", "all titles and abstracts are empty"),
    "one record": (HEAD + "1,ab,,1,\n", "the file has 1 record;"),
    "no record": (HEAD, "the file has 0 records;"),
    "empty file": ("", "has no column title or abstract or label_included or record_id"),
    "a label of two": (HEAD + "1,ab,,1,\n2,cd,,2,\n", "row 3: label_included is '2'"),
    "a label missing": (HEAD + "1,ab,,1,\n2\n", "row 3: label_included is ''"),
    "an id twice": (HEAD + "1,ab,,1,\n1,cd,,0,\n", "row 3: row 2 has the same record_id '1'"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_can_not_be_measured_is_refused_in_a_sentence(case: str, tmp_path: Path):
    text, sentence = WRONG[case]
    with pytest.raises(Refused) as refused:
        read_labelled(written(tmp_path, text))
    assert sentence in str(refused.value)
    assert "review.csv" in str(refused.value)


def test_every_wrong_label_is_named(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        read_labelled(written(tmp_path, HEAD + "1,ab,,yes,\n2,cd,,-1,\n3,ef,,1,\n"))
    assert [fault.place for fault in refused.value.faults] == ["row 2", "row 3"]


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="cannot be read"):
        read_labelled(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"record_id,title\n1,bl\xe5\n")
    with pytest.raises(Refused, match="byte 21 of this file is not UTF-8"):
        read_labelled(tmp_path / "latin.csv")


PRIORS = {
    "none": ((), "one included and one excluded record"),
    "only an include": (("1",), "one included and one excluded record"),
    "unknown": (("1", "99", "xx"), "99: no record has this record_id"),
}


@pytest.mark.parametrize("case", PRIORS)
def test_priors_from_which_nothing_can_be_learned_are_refused(case: str, tmp_path: Path):
    priors, sentence = PRIORS[case]
    with pytest.raises(Refused) as refused:
        run(Trial(path=written(tmp_path, HEAD + SIX), priors=priors))
    assert sentence in str(refused.value)


def test_a_cold_start_without_a_question_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="needs the question of the review"):
        run(Trial(path=written(tmp_path, HEAD + SIX), mode="cold", question=" "))


def test_an_update_needs_years_and_includes_on_both_sides(tmp_path: Path):
    with pytest.raises(Refused, match="6 of 6 records have no year"):
        run(Trial(path=written(tmp_path, HEAD + SIX), mode="update"))
    rows = "".join(f"{n},cow {n},,{n < 4:d},{2000 + n}\n" for n in range(10))
    with pytest.raises(Refused, match="from 2005: 0 included records"):
        run(Trial(path=written(tmp_path, HEAD + rows), mode="update"))


def test_few_missing_years_take_the_median(tmp_path: Path):
    text = review(100).replace(",2003\n", ",\n").replace(",2007\n", ",n.d.\n")
    older, newer = split_by_year(read_labelled(written(tmp_path, text)))
    assert len(older) + len(newer) == 100
    assert {3, 7} <= set(newer) | set(older)
    assert 3 in newer


def test_quotes_line_breaks_and_huge_cells_are_read(tmp_path: Path):
    text = HEAD + f'1,"a ""b""\nc","{"long " * 60_000}",1.0,2001.0\n2,cow,,0,\n'
    labelled = read_labelled(written(tmp_path, "\ufeff" + text))
    assert labelled.records[0].title == 'a "b"\nc'
    assert labelled.records[0].year == 2001
    assert labelled.records[1].year is None


def test_the_measures_are_those_of_the_definitions():
    perfect = measure([True] * 5 + [False] * 95)
    assert (perfect.loss, perfect.ap, perfect.recall10) == (0, 1, 1)
    assert perfect.wss95 == pytest.approx(0.90)
    assert perfect.wss100 == pytest.approx(0.95)
    worst = measure([False] * 95 + [True] * 5)
    assert worst.loss == 1
    assert worst.wss95 == pytest.approx(-0.05)
    assert measure([True]).loss == 0


SEED_535 = {"Kitchenham_2010": ("575", "1093"), "SYNERGY_Donners_2021": ("192", "46")}


@pytest.mark.slow
@pytest.mark.parametrize("name", SEED_535)
def test_real_reviews_are_ranked_at_least_as_well_as_by_asreview(name: str, shared: Path):
    anchor = {"Kitchenham_2010": (0.0730, 0.6665), "SYNERGY_Donners_2021": (0.0726, 0.5789)}
    labelled = read_labelled(shared / "data" / "ranking" / f"{name}.csv")
    priors = [labelled.place(one) for one in SEED_535[name]]
    replayed = replay_active(labelled, priors, Settings())
    loss, wss95 = anchor[name]
    assert measure(replayed.found).loss <= loss
    assert measure(replayed.found).wss95 >= wss95


@pytest.mark.slow
def test_refitting_on_new_decisions_helps_a_real_update(shared: Path):
    labelled = read_labelled(shared / "data" / "ranking" / "Kitchenham_2010.csv")
    static, active = replay_update(labelled, Settings())
    assert measure(active.found).loss < measure(static.found).loss
