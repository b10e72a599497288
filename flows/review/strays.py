"""Finds files in a review's folder that nothing reads, and what was probably meant."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.review.file_names import alike_as_files
from flows.review.search_files import NOT_EXPORTS, exports_of
from pipeline.files import is_litter
from pipeline.review.settings import Review, SearchPlan
from pipeline.text.likeness import alike

OWN_FOLDERS = (
    "searches",
    "decisions",
    "lists",
    "strategies",
    "fulltext",
    "output",
    "backups",
    "kept",
    "fonts",
)
"""The folders that ajour uses in a review's folder; all others are people's own."""

ALSO_CALLED = {
    "search": "searches",
    "exports": "searches",
    "export": "searches",
    "eksport": "searches",
    "søk": "searches",
    "decision": "decisions",
    "avgjørelser": "decisions",
    "list": "lists",
    "lister": "lists",
    "strategy": "strategies",
}
"""Names that people use for the folders of a review by mistake."""

MANY = 3
"""Maximum number of files that a message names."""

LIKE = 60.0
"""Least similarity, 0 to 100, at which a name is taken for the one that was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrayPlace:
    """A folder or file that nothing reads; `where` is its path within the review's folder.

    `files` are the names of the files in a folder, () for a file. `meant` is the path that was
    probably meant, or "". `of_round` is set if a search of this name belongs to another round.
    """

    where: str
    files: tuple[str, ...] = ()
    meant: str = ""
    of_round: str = ""


def strays(review: Review) -> Iterator[StrayPlace]:
    """Folders under searches/ that no search in review.toml uses, and exports outside of searches/.

    Sorted by path. Folders without files are ignored.
    """
    yield from _beside_the_own_folders(review)
    root = review.folder / "searches"
    for place in _in(root):
        if _is_folder(place):
            yield from _of_round(review, place)
        elif place.suffix not in NOT_EXPORTS:
            yield StrayPlace(where=_where(review, place), meant=_meant(review, place.stem, ""))
    for search in review.searches:
        yield from _not_read(review, search)


def _of_round(review: Review, folder: Path) -> Iterator[StrayPlace]:
    """Stray places in a folder under searches/, which may be a round of review.toml or not."""
    searches = {one.name for one in review.searches if one.round == folder.name}
    known = folder.name in dict(review.rounds)
    for place in _in(folder):
        if known and _is_folder(place) and place.name in searches:
            continue
        files = tuple(one.name for one in _files(place)) if _is_folder(place) else ()
        if (_is_folder(place) and not files) or (place.suffix in NOT_EXPORTS and _is_file(place)):
            continue
        name = place.name if _is_folder(place) else place.stem
        other = next((one.round for one in review.searches if one.name == name), "")
        yield StrayPlace(
            where=_where(review, place),
            files=files,
            meant=_meant(review, name, folder.name),
            of_round=other if known and _is_folder(place) else "",
        )


def _beside_the_own_folders(review: Review) -> Iterator[StrayPlace]:
    """Exports beside review.toml, and other folders there that contain exports."""
    own = {review.previous.file} if review.previous else set()
    own |= {one.strategy for one in review.searches}
    own |= {review.other_references, review.integrity.file}
    for place in _in(review.folder):
        if _is_folder(place) and place.name not in OWN_FOLDERS:
            files = tuple(one.name for one in _files(place) if _is_export(one))
            folder = _own_folder(place.name)
            if files or (folder and any(_in(place))):
                meant = _meant(review, Path(files[0]).stem, "") if files else f"{folder}/"
                names = files or tuple(one.name for one in _in(place))
                yield StrayPlace(where=_where(review, place), files=names, meant=meant)
        elif _is_file(place) and place.name not in own and _is_export(place):
            yield StrayPlace(where=place.name, meant=_meant(review, place.stem, ""))


NO_EXPORT = (".toml", ".db", ".db-wal", ".db-shm", ".docx", ".pdf", ".xlsx")
"""Endings of files that are never exports, so that their content need not be read."""


def _is_export(place: Path) -> bool:
    """Whether a file is probably an export, by its ending or content."""
    if place.suffix.lower() in NO_EXPORT:
        return False
    from pipeline.readers.recognition import looks_like_export  # readers take time to import

    return looks_like_export(place)


def _own_folder(name: str) -> str:
    """The folder of ajour that a similar name probably means; "" if there is none."""
    key = alike_as_files(name)
    found = ALSO_CALLED.get(key) or next((one for one in OWN_FOLDERS if one == key), "")
    close = alike(key, OWN_FOLDERS, at_least=85)
    return found or (close[0] if close else "")


def _not_read(review: Review, search: SearchPlan) -> Iterator[StrayPlace]:
    """Files in a search's folder that are taken for notes or downloads, but contain records."""
    folder = review.search_folder(search)
    read = {*exports_of(review, search)}
    for place in _in(folder):
        if _is_file(place) and place not in read and place.suffix in (".part", ".json"):
            if place.suffix == ".json" and (search.fetch or not _is_export(place)):
                continue
            yield StrayPlace(where=_where(review, place))


def _files(folder: Path) -> list[Path]:
    """The files in a folder and below it, without notes and files that programs left there."""
    found = (Path(where) / name for where, _, names in os.walk(folder) for name in names)
    seen = (one for one in found if not one.name.startswith(".") and not is_litter(one.name))
    return sorted(one for one in seen if one.suffix not in NOT_EXPORTS)


def _in(folder: Path) -> list[Path]:
    """The entries that people put in a folder, sorted by name; empty if it cannot be read."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    return [one for one in found if not one.name.startswith(".") and not is_litter(one.name)]


def _is_folder(place: Path) -> bool:
    return os.path.isdir(place)  # noqa: PTH112 - Path.is_dir raises where rights are missing


def _is_file(place: Path) -> bool:
    return os.path.isfile(place)  # noqa: PTH113 - as above


def _where(review: Review, place: Path) -> str:
    return place.relative_to(review.folder).as_posix() + ("/" if _is_folder(place) else "")


def _meant(review: Review, name: str, round_name: str) -> str:
    """The folder of the search that a name probably means; of this round if possible."""
    found = _search_called(review, name, round_name)
    return f"searches/{found.round}/{found.name}/" if found else ""


def _search_called(review: Review, name: str, round_name: str) -> SearchPlan | None:
    """The search whose name, source or platform equals a name or is most similar to it."""
    rounds = {one for one, _ in review.rounds if alike_as_files(one) == alike_as_files(round_name)}
    ordered = sorted(review.searches, key=lambda one: one.round not in rounds)
    called: dict[str, SearchPlan] = {}
    for key in ("name", "source", "platform"):
        for search in ordered:
            if said := alike_as_files(getattr(search, key)):
                called.setdefault(said, search)
    close = alike(alike_as_files(name), called, at_least=LIKE)
    return _best(called, close, name)


def _best(called: Mapping[str, SearchPlan], close: list[str], name: str) -> SearchPlan | None:
    """The closest search; else one whose name begins the file's name, such as medline-march.ris."""
    key = alike_as_files(name)
    begins = [one for one in called if len(one) > 2 and key.startswith(one)]
    return called[(close or sorted(begins, key=len, reverse=True))[0]] if close or begins else None
