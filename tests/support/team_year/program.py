"""Runs the program as the team does, and reads what it reports about a review."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.support.reviews import Said, ajour


class Program:
    """The commands of one review, and their output."""

    def __init__(self, review: Path) -> None:
        self.review = review

    def run(self, command: str, *words: object) -> Said:
        """Run a command on the review."""
        if command in {"decide", "import", "withdraw", "trace", "explain"}:
            return ajour(command, *words, "--review", self.review)
        return ajour(command, self.review, *words)

    def json(self, command: str, *words: object) -> Any:
        """The JSON that a command prints."""
        said = self.run(command, *words, "--json")
        assert said.code in (0, 3), f"{command}: {said.err or said.out}"
        return json.loads(said.out)

    def boxes(self) -> dict[str, int]:
        """Every box of the flow chart."""
        found: dict[str, int] = self.json("trace")
        return found

    def records(self) -> list[dict[str, Any]]:
        """Every record with its report, its title and its file."""
        return [
            one
            for box in ("identified_records", "other_identified_records")
            for one in self.json("trace", box)["records"]
        ]

    def audit(self) -> list[dict[str, str]]:
        """The lines of the audit."""
        text = self.run("export-audit").out.lstrip("\ufeff")
        mark = ";" if text.partition("\n")[0].count(";") > 5 else ","
        return list(csv.DictReader(io.StringIO(text), delimiter=mark))

    def studies(self) -> list[str]:
        """A line for each study."""
        return self.run("studies").out.splitlines()

    def numbers(self) -> Counter[str]:
        """The numbers of status."""
        return Counter(self.json("status")["total"])
