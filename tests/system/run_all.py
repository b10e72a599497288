"""Runs the demo, the same update again, and a review of other vendors' exports, in one process.

Prefect takes ten seconds and more to start; here it starts once. What each part says stands
between lines that begin with ====.
"""

import runpy
import sys

import click

from flows.cli.main import group
from pipeline.errors import PersonNeeded


def update(folder: str) -> None:
    """Run `ajour update` on a review; a person who is waited for is not a fault here."""
    try:
        group.main(["update", folder], standalone_mode=False)
    except (PersonNeeded, click.exceptions.Exit) as waiting:
        print("waiting:", waiting)


def main() -> None:
    """The folders to run are given as words: the demo's, then the other reviews'."""
    demo, *others = sys.argv[1:]
    sys.path.insert(0, demo)
    try:
        runpy.run_path(f"{demo}/demo.py", run_name="__main__")
    except SystemExit as end:
        if end.code:
            raise
    for folder in (demo, *others):
        print("====", flush=True)
        update(folder)


if __name__ == "__main__":
    main()
