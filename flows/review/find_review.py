"""Which folder is the review that is meant."""

from pathlib import Path


def folder_of(folder: Path | None, files: tuple[Path, ...] = ()) -> Path:
    """The review's folder: as named, else around the files, else around the working folder."""
    if folder is not None:
        return folder
    places = [one.resolve().parent for one in files] + [Path.cwd()]
    for place in places:
        for candidate in (place, *place.parents):
            if (candidate / "review.toml").is_file():
                return candidate
    return Path()
