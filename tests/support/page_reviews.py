"""Reviews of invented reports that differ enough not to be taken for duplicates."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from flows.review.session import at_work
from flows.stages.import_files import import_files
from flows.stages.refresh import refresh
from tests.support.reviews import CRITERIA, REVIEW

Made = Callable[..., Path]
"""Returns a cached review with this number of reports; a test that changes it must copy it."""

WORDS = (
    *("sleep", "neck", "desk", "noise", "kitchen", "leader", "team", "burnout", "pain", "stress"),
    *("child", "gender", "office", "light", "screen", "posture", "commute", "income", "trust"),
    *("clinic", "nurse", "teacher", "bank", "union", "island", "harbour", "winter", "garden"),
)


def title_of(number: int) -> str:
    """A title that no other number has."""
    first, second, third = Random(number).sample(WORDS, 3)
    return f"{first} and {second} in {third} work {number}".capitalize()


def report_of(number: int) -> str:
    """An invented report; every seventh is about telework, and some have no abstract."""
    about = "telework" if number % 7 == 0 else "work"
    words = " ".join(Random(-number).choices(WORDS, k=20))
    abstract = "" if number % 5 == 4 else f"AB  - A study of {about}: {words}.\n"
    return (
        f"TY  - JOUR\nTI  - {title_of(number)}\nAU  - Author{number}, A{number}\nPY  - 2023\n"
        f"T2  - Journal {number % 9}\nDO  - 10.1000/r{number}\n{abstract}"
        f"KW  - key{number}\nER  - \n\n"
    )


def page_review(
    folder: Path,
    count: int,
    *,
    screening: str = "single",
    names: tuple[str, ...] = ("ann", "bo"),
    more: str = "",
) -> Path:
    """A review with `count` reports, and `more` as RIS; it is linked, read and ranked."""
    review = folder / "review"
    review.mkdir(parents=True)
    said = REVIEW.replace("{screening}", screening)
    said = said.replace('names = ["ann", "bo"]', f"names = {list(names)}".replace("'", '"'))
    (review / "review.toml").write_text(said, "utf-8")
    (review / "criteria.toml").write_text(CRITERIA, "utf-8")
    export = folder / "export.ris"
    export.write_text("".join(report_of(one) for one in range(count)) + more, "utf-8")
    import_files(review, [export], "medline", accept_faults=False)
    with at_work(review) as session:
        refresh(session, ranked=True)
    return review


def copied(review: Path, folder: Path) -> Path:
    """A copy of the review in another folder."""
    return Path(shutil.copytree(review, folder / "review"))
