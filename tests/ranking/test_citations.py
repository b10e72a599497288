"""What records cite, beside their words."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from pipeline.ranking.citations import (
    UNKNOWN,
    WEIGHT,
    CitingRecord,
    citing_records,
    learn_works,
    telling,
)
from pipeline.ranking.labels import Label
from pipeline.ranking.model import Model
from pipeline.ranking.order import rank, rank_again
from pipeline.ranking.settings import CITED
from pipeline.records import Record, RecordId
from tests.ranking.test_evaluate_ranking import evaluate, review, written


def records(**works: tuple[str, ...]) -> dict[RecordId, CitingRecord]:
    """Records by the works that they cite, each known by its own name."""
    cited = [(RecordId(name), cites) for name, cites in works.items()]
    return citing_records({name: [name] for name, _ in cited}, cited)


CHAIN = list(records(**{f"w{n}": (f"w{n - 1}", "known to all") for n in range(8)}).values())
"""Each cites the one before it, and a work that all of them cite."""

ALONE = list(records(**{f"v{n}": (f"z{n}",) for n in range(8)}).values())
"""None cites another, or what another cites."""


def test_includes_that_cite_each_other_let_citations_join_in():
    assert telling(CHAIN)
    assert telling([*CHAIN[:2], *ALONE[:6]])
    assert not telling(ALONE)
    assert not telling(CHAIN[:4])


def test_rows_keep_the_length_1_beside_citations_and_without_any():
    pool = [*CHAIN, UNKNOWN, UNKNOWN]
    rows = learn_works(pool).beside(sparse.csr_array(np.ones((10, 4)) / 2), pool)
    squared = np.asarray(rows.power(2).sum(axis=1))
    assert squared[8:] == pytest.approx(1)
    assert (squared <= 1 + 1e-9).all()
    assert np.asarray(rows[:1, :4].power(2).sum()) == pytest.approx(1 - WEIGHT)


def test_a_report_of_many_names_is_one_work():
    names = {RecordId("a"): ["doi:10.1/a", "pmid:1"], RecordId("b"): []}
    found = citing_records(names, [(RecordId("b"), ["pmid:1", "doi:10.1/a", "doi:10.1/x"])])
    assert len(found[RecordId("b")].cites) == 2
    assert found[RecordId("a")].work in found[RecordId("b")].cites
    assert citing_records(names, []) == {}


POOL = [Record(id=RecordId(f"r{n:02}"), title=f"Rain number {n} in town") for n in range(24)]
"""Records whose words say nothing of which are relevant."""

CITES = records(**{one.id: ("r00", "r01") if n % 3 == 0 else () for n, one in enumerate(POOL)})
"""Every third cites the first two."""

DECIDED = [(one, Label(relevant=n % 3 == 0)) for n, one in enumerate(POOL[:18])]


def test_what_is_cited_finds_what_words_do_not_and_is_told_among_the_reasons():
    ranking = rank(POOL[18:], DECIDED, cited=CITES)
    assert [one.record for one in ranking.ranked[:2]] == ["r18", "r21"]
    assert CITED in [word.term for word in ranking.ranked[0].lifted]
    model = Model.from_bytes(ranking.model.to_bytes())
    assert model.to_bytes() == ranking.model.to_bytes()
    assert rank_again(model, POOL[18:], cited=CITES) == ranking.ranked


def test_a_review_whose_includes_cite_nothing_of_it_ranks_as_without_references():
    plain = rank(POOL[18:], DECIDED)
    apart = records(**{one.id: (f"z{one.id}",) for one in POOL})
    alone = rank(POOL[18:], DECIDED, cited=apart)
    assert alone.ranked == plain.ranked
    assert alone.model.to_bytes() == plain.model.to_bytes()


def test_a_ranking_is_measured_with_references(tmp_path: Path):
    path = written(tmp_path, review())
    lines = ["record_id,work,references"]
    lines += [f"{n},W{n},{'W0; W5; W10' if n % 5 == 0 else f'X{n}'}" for n in range(60)]
    references = tmp_path / "references.csv"
    references.write_text("\n".join(lines), "utf-8")
    words = (path, "--prior", "0", "--prior", "1", "--references", references)
    figures = json.loads(evaluate(*words, "--json").stdout)
    assert (figures["records"], figures["loss"]) == (58, 0)
    assert "mode active" in str(evaluate(*words, "--mode", "update").exception)
    references.write_text("record_id,work,references\n99,W99,W1\n", "utf-8")
    assert "the review has no record with this id" in str(evaluate(*words).exception)
    references.write_text("record_id,work\n1,W1\n", "utf-8")
    assert "has no column references" in str(evaluate(*words).exception)
