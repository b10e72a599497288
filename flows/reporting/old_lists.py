"""Moves lists that version 0.1 wrote under output/ and someone filled in there to lists/."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from flows.review.edited_files import LISTS, filled_in
from flows.review.output_runs import read_manifest, run_names
from flows.review.search_files import digest_of
from flows.review.session import Session
from pipeline.files import free_name
from pipeline.store.decisions import decision_files


def bring_lists(session: Session) -> list[Path]:
    """Copy to lists/ what was filled in under output/ and is nowhere else; return the copies."""
    folder = session.review.folder / LISTS
    known = {one.sha256 for one in decision_files(session.db)}
    known |= {digest_of(one) for one in folder.glob("*")}
    known |= {digest_of(one) for one in (session.review.folder / "decisions").rglob("*")}
    copies = []
    for path in _filled_in(session.review.output / "runs"):
        if (digest := digest_of(path)) not in known:
            known.add(digest)
            folder.mkdir(exist_ok=True)
            copies.append(free_name(folder / f"{path.stem}-kept{path.suffix}"))
            shutil.copyfile(path, copies[-1])
    return copies


def _filled_in(runs: Path) -> Iterator[Path]:
    """Files among a run's lists that differ from what the run wrote."""
    for name in run_names(runs):
        folder = runs / name
        manifest = read_manifest(folder)
        written = manifest.files if manifest else {}
        for path in sorted((folder / LISTS).glob("*")):
            if digest_of(path) != written.get(f"{LISTS}{path.name}") and filled_in(path):
                yield path
