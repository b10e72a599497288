"""Measures how services delay an update of 500 reports: all answering, refusing or hanging.

Fake services on this machine answer at once. The calls that each one got are printed, with the
seconds they would take at the pace of the real service. Figures are wall-clock seconds, since
waiting is measured. `bench_services hang` also measures services that hang.
"""

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

REPORTS = 500
ASKED = """
[integrity]
watch = true

[full_text]
open_access = true

[records]
fill = true
"""
PACE = {
    "Crossref": 1 / 3, "OpenAlex": 1 / 10, "Europe PMC": 1 / 5, "PubMed": 1 / 3,
    "ClinicalTrials.gov": 60 / 48, "Unpaywall": 1 / 10,
}  # fmt: skip
"""Seconds between two calls to each service, with an e-mail address and, at OpenAlex, a key."""


def made_review(folder: Path) -> Path:
    """A review of 500 reports that await full text; half of them lack an abstract."""
    from flows.orchestration.update import update
    from tests.support.false_notices import doi, pmid
    from tests.support.filled_lists import filled, listed
    from tests.support.reviews import ajour, small_review

    review = small_review(folder)
    for path in (review / "searches").rglob("*.ris"):
        path.unlink()
    text = "".join(
        f"TY  - JOUR\nTI  - Telework and matter number {number} of many\nAU  - Nordmann, Kari\n"
        f"PY  - 2021\n{'AB  - We telework.' if number % 2 else 'DB  - X'}\nDO  - {doi(number)}\n"
        f"UR  - https://pubmed.ncbi.nlm.nih.gov/{pmid(number)}/\nER  - \n\n"
        for number in range(1, REPORTS + 1)
    )
    (review / "searches/1/medline/export.ris").write_text(text, "utf-8")
    update(review)
    sheet = listed(review, "--reviewer", "ann", "--all")
    done = filled(sheet, review / "screened.xlsx", {"*": {"Decision": "include"}})
    assert ajour("decide", done).code in {0, 3}
    update(review)
    return review


def timed(review: Path) -> tuple[float, list[str]]:
    """The seconds of an update after a change of review.toml, and its failures."""
    from flows.orchestration.update import update

    settings = review / "review.toml"
    settings.write_text(settings.read_text("utf-8") + "\n# changed\n", "utf-8")
    start = time.monotonic()
    failed = update(review).failed
    return time.monotonic() - start, list(failed)


def main() -> None:
    """Print the seconds of an update without services, and with services in each state."""
    from shutil import copytree

    from tests.support.false_notices import World, doi, noticing, pmid
    from tests.support.false_works import FalseWork, knowing
    from tests.support.killed_updates import few_outputs

    works = [
        FalseWork(title=f"Telework and matter number {number} of many", doi=doi(number),
                  pmid=pmid(number), family="Nordmann",
                  free={"OpenAlex": "https://x.example.org/a"} if number % 2 else {})
        for number in range(1, REPORTS + 1)
    ]  # fmt: skip
    os.environ["AJOUR_CONTACT"] = "kari@example.org"
    with TemporaryDirectory() as folder, few_outputs(), ExitStack() as stack:
        review = made_review(Path(folder))
        alone, _ = timed(review)
        print(f"{REPORTS} reports, no service: {alone:.1f} s")
        for state in ("answering", "refusing", *(["hanging"] if "hang" in sys.argv else [])):
            copy = Path(copytree(review, Path(folder) / state))
            with (copy / "review.toml").open("a", encoding="utf-8") as out:
                out.write(ASKED)
            known, variables = stack.enter_context(knowing(works))
            noticed, others = stack.enter_context(noticing(World()))
            services = {**noticed, **known}
            os.environ |= {**others, **variables}
            if state != "answering":
                trouble = "refuse" if state == "refusing" else "hang"
                for service in services.values():
                    service.troubles = [trouble] * 5_000
            seconds, failed = timed(copy)
            print(f"{state}: {seconds - alone:.1f} s more; {len(failed)} sentences on failures")
            if state == "answering":
                for name, service in services.items():
                    at_pace = len(service.asked) * PACE[name]
                    print(f"    {name}: {len(service.asked)} calls, {at_pace:.1f} s at its pace")


if __name__ == "__main__":
    main()
