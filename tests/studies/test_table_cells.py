"""The studies behind each cell are as many as the cell says, on studies drawn at random."""

from random import Random

import pytest

from pipeline.studies.counts import appendix4, appendix5
from pipeline.studies.table_cells import country_cell, flat, outcome_cell, study_cells, text_cell
from pipeline.studies.text_counts import text_counts
from tests.support.random_studies import random_scheme, random_studies


@pytest.mark.parametrize("seed", range(40))
def test_every_cell_holds_whom_it_counts(seed: int) -> None:
    random = Random(seed)
    scheme = random_scheme(random)
    studies = random_studies(random, scheme)
    cells = study_cells(studies, scheme)
    countries, outcomes = appendix4(studies, scheme), appendix5(studies, scheme)
    expected = {}
    for counted, name in ((countries, country_cell), (outcomes, outcome_cell)):
        for row in (*counted.rows, *([counted.sums] if counted is countries else [])):
            for column, count in zip(counted.columns, row.counts, strict=True):
                expected[name(row, column)] = count
            expected[name(row)] = row.total
    expected |= {text_cell(path): count for path, count in flat(text_counts(studies, scheme))}
    assert {name: len(ids) for name, ids in cells.items()} == {
        name: count for name, count in expected.items() if count
    }
