"""A new review's folder: what a reviewer fills in, with notes on how."""

from importlib.resources import files
from pathlib import Path

from flows.review.atomic_files import whole_file
from pipeline.errors import Refused, reason
from pipeline.text.shell_words import command_line
from pipeline.text.signs import one_line
from pipeline.toml.bounds import toml_text

FOLDERS = ("searches/1/medline", "decisions", "lists", "strategies")


def start_review(folder: Path, title: str) -> list[str]:
    """Make what is missing of a review's folder; returns what was made, and what to do next."""
    title_line = one_line(title) or one_line(folder.resolve().name) or "ajour"
    texts = {
        "review.toml": (files("flows.review") / "starter" / "review.toml")
        .read_text(encoding="utf-8")
        .replace('"{title}"', toml_text(title_line)),
        "criteria.toml": (files("screening_rules") / "template.toml").read_text(encoding="utf-8"),
    }
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        made = [name for name in texts if not (folder / name).exists()]
        for name in made:
            with whole_file(folder / name) as stream:
                stream.write(texts[name].encode())
    except OSError as fault:
        raise Refused(f"{folder}: can not be made a review's folder ({reason(fault)}).") from None
    kept = [f"{folder / name}: was there already and was left as it is." for name in texts]
    return [
        *(line for line, name in zip(kept, texts, strict=True) if name not in made),
        f"{folder}: a review. Next: fill in review.toml and criteria.toml, put export files under",
        f"{folder / 'searches'}/ROUND/SEARCH/, and run: {command_line('ajour update', folder)}",
    ]
