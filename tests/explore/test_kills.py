"""Two hundred kills of an update over real exports."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "flows"))

from killing import killed_at_random
from making import small_review


def test_two_hundred_kills_leave_the_store_of_an_undisturbed_run(
    tmp_path: Path, shared: Path
) -> None:
    review = small_review(tmp_path)
    for name, search in (("pubmed", "medline"), ("mixed", "wos"), ("citavi", "later")):
        place = next((review / "searches").glob(f"*/{search}"))
        shutil.copy(shared / "data" / "exports" / f"{name}.ris", place / "real.ris")
    tried = list(killed_at_random(review, tmp_path, times=200, seed=2))
    print(f"{len(tried)} kills, {sum(same for _, same in tried)} stores as undisturbed")
    assert all(same for _, same in tried)
