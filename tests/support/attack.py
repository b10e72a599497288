"""Runs every command on a hostile review, and checks what it wrote and printed."""

import json
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from openpyxl import load_workbook

from flows.orchestration.update import update
from flows.review.settings_file import read_review
from tests.support.filled_lists import filled
from tests.support.hostile_inputs import FORMULAS, HIDDEN, MARKUP, faults, hostile_review
from tests.support.reviews import Said, ajour

WRITTEN = {".csv", ".ris", ".md", ".html", ".svg", ".xlsx", ".docx", ".json", ".jsonl"}
"""Endings of the files that are checked."""


class Attack:
    """A hostile review: the output of every command, and every file that was written."""

    def __init__(
        self, folder: Path, *, shift: int, records: int, languages: Sequence[str] = ("nb", "en")
    ) -> None:
        self.folder = folder
        self.review = hostile_review(folder, shift=shift, records=records, languages=languages)
        self.said: list[tuple[str, Said]] = []
        self.wrong: list[str] = []

    def run(self, *words: object, codes: tuple[int, ...] = (0, 3)) -> Said:
        said = ajour(*words)
        if said.code not in codes:
            self.wrong.append(f"{words}: ended with {said.code}: {said.err[:300]}")
        self.said.append((str(words[0]), said))
        return said

    def screen(self, stage: str) -> None:
        """Have both reviewers decide on every report, with a harmful note."""
        notes = cycle((*FORMULAS, *MARKUP))
        for at, name in enumerate(read_review(self.review).reviewers.names):
            path = self.folder / f"{stage}-{at}.xlsx"
            words = ("--stage", stage, "--reviewer", name, "--all", "-o", path)
            self.run("candidates", self.review, *words)
            if not path.exists():
                continue
            answers = self.answers(path, stage, at, notes)
            self.run("decide", filled(path, self.review / f"decisions/{path.name}", answers))

    def answers(
        self, path: Path, stage: str, at: int, notes: Iterator[str]
    ) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        book = load_workbook(path)
        for sheet in book.worksheets:
            rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
            heads = next((row for row in rows if "Title" in row and "id" in row), None)
            for row in rows[rows.index(heads) + 1 :] if heads else ():
                title = row[heads.index("Title")]
                verdict = "exclude" if len(found) % (4 + at) == 3 else "include"
                said = {one: verdict for one in heads if one in {"Verdict", "Decision"}}
                if "Note" in heads:
                    said["Note"] = "'" + next(notes)
                if verdict == "exclude" and stage == "eligibility":
                    said["Reason"] = "E"
                if "Full text" in heads:
                    said["Full text"] = "retrieved"
                found[title] = said
        return found

    def write_everything(self, *, under_prefect: bool) -> None:
        """Run every command that writes or reports, in each of its forms."""
        review, out = self.review, self.folder / "out"
        out.mkdir()
        names = read_review(review).reviewers.names
        update(review)
        for form, ending in (
            ("xlsx", "xlsx"),
            ("csv", "csv"),
            ("ris", "ris"),
            ("asreview", "csv"),
            ("rayyan", "csv"),
            ("covidence", "ris"),
        ):
            words = ("--reviewer", names[0], "--all", "--format", form)
            self.run("candidates", review, *words, "-o", out / f"{form}.{ending}")
        self.run("duplicates", review, "--reviewer", names[0], "-o", out / "pairs.xlsx")
        self.screen("screening")
        self.run("conflicts", review, "-o", out / "conflicts.xlsx")
        self.screen("eligibility")
        self.run("studies", review, "--sheet")
        if under_prefect:
            self.run("update", review)
        update(review)
        for form in ("csv", "ris"):
            for box in ("identified_records", "screened_records"):
                words = ("--review", review, "--format", form, "-o", out / f"{box}.{form}")
                self.run("trace", box, *words)
        self.run("export-audit", review, "-o", out / "audit.csv")
        exports = sorted((review / "searches").rglob("*.ris"))
        for form in ("csv", "ris", "jsonl"):
            self.run("convert", exports[0], "--to", form, "-o", out / f"converted.{form}")
        self.tell()

    def tell(self) -> None:
        """Run the commands that only print."""
        review = self.review
        records = json.loads(
            self.run("trace", "identified_records", "--review", review, "--json").out
        )
        for one in records["records"][::7]:
            self.run("explain", one["record"], "--review", review)
            self.run("explain", one["record"], "--review", review, "--json")
        self.run("status", review)
        json.loads(self.run("status", review, "--json").out)
        self.run("check", review, codes=(0, 2))
        self.run("trace", "--review", review)
        self.run("diff", review, codes=(0, 2))
        self.run("studies", review)
        self.run("search", "telework*", "--review", review)
        for bad in ("\x1b[31m\u202ex", "<b>", "a\n  - line 1: forged"):
            self.run("explain", bad, "--review", review, codes=(2,))
            self.run("candidates", review, "--reviewer", bad, codes=(2,))
            self.run("status", review / bad, codes=(2,))

    def files(self) -> list[Path]:
        """All files that were written, without those that came from outside."""
        return [
            path
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
            and not path.is_symlink()
            and path.suffix
            in {".csv", ".ris", ".md", ".html", ".svg", ".xlsx", ".docx", ".json", ".jsonl"}
            and not {"searches", "decisions"} & set(path.relative_to(self.folder).parts[:2])
            and path.name != "lines.csv"
            and "latest" not in path.parts
        ]

    def found(self) -> list[str]:
        """All faults in all files and in the terminal output."""
        wrong = list(self.wrong)
        for path in self.files():
            wrong += [f"{path.relative_to(self.folder)}: {one}" for one in faults(path)]
        for command, said in self.said:
            for text in (said.out, said.err):
                if sign := HIDDEN.search(text.replace("\r\n", "\n")):
                    at = sign.start()
                    wrong.append(f"{command}: the terminal gets {text[max(0, at - 30) : at + 9]!r}")
        return wrong
