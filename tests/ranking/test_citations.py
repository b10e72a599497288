"""What records cite, beside their words."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from pipeline.ranking.citations import WEIGHT, Citations, CitingRecord
from tests.ranking.test_evaluate_ranking import evaluate, review, written


def cites(work: str, *works: str) -> CitingRecord:
    return CitingRecord(work=work, cites=frozenset(works))


CHAIN = [cites(f"w{number}", f"w{number - 1}", "known to all") for number in range(8)]
"""Each cites the one before it, and a work that all of them cite."""

ALONE = [cites(f"v{number}", f"z{number}") for number in range(8)]
"""None cites another, or what another cites."""


def test_includes_that_cite_each_other_give_citations_their_weight():
    citations = Citations([*CHAIN, *ALONE])
    assert citations.weight(range(8)) == WEIGHT
    assert citations.weight(range(8, 16)) == 0
    assert citations.weight(range(4)) == 0


def test_rows_keep_the_length_1_beside_citations_and_without_any():
    citations = Citations([*CHAIN, cites("")])
    words = sparse.csr_array(np.ones((10, 4)) / 2)
    rows = citations.beside(words, WEIGHT)
    squared = np.asarray(rows.power(2).sum(axis=1))
    assert squared[8:] == pytest.approx(1)
    assert (squared <= 1 + 1e-9).all()
    assert np.asarray(rows[:1, :4].power(2).sum()) == pytest.approx(1 - WEIGHT)
    assert citations.beside(words, 0.0) is words


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
    assert "no such record" in str(evaluate(*words).exception)
    references.write_text("record_id,work\n1,W1\n", "utf-8")
    assert "no column references" in str(evaluate(*words).exception)
