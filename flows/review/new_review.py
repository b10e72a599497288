"""Creates a new review's folder, with commented files for the reviewers to fill in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from flows.review.atomic_files import whole_file
from pipeline.errors import Refused, reason
from pipeline.languages import REVIEW_LANGUAGE
from pipeline.review.source_kinds import as_written, known_source, meant_source
from pipeline.text.letters import folded
from pipeline.text.shell_words import command_line
from pipeline.text.signs import one_line
from pipeline.toml.bounds import toml_text

FOLDERS = ("decisions", "lists", "strategies")
FIRST = "MEDLINE"
"""The database of a new review if none is named."""

NOBODY = ["A", "B"]
"""The reviewers of a new review if none are named."""

SEARCH = re.compile(r"^\[\[search\]\]\n.*?\n\n", re.MULTILINE | re.DOTALL)
"""The search with its comments in the template of review.toml."""


def start_review(
    folder: Path,
    title: str,
    *,
    language: str = REVIEW_LANGUAGE,
    databases: Sequence[str] = (),
    reviewers: Sequence[str] = (),
) -> list[str]:
    """Create the missing files of a review's folder; return what was created and what to do next.

    Each database gets a search with a folder.
    """
    people = list(_once(filter(None, map(one_line, reviewers))))
    title_line = one_line(title) or one_line(folder.resolve().name) or "ajour"
    named = search_names(databases or [FIRST])
    texts = {
        "review.toml": _settings(title_line, language, named, people),
        "criteria.toml": (files("screening_rules") / "template.toml").read_text(encoding="utf-8"),
    }
    places = [folder / "searches" / "1" / name for name in named]
    try:
        made = [name for name in texts if not (folder / name).exists()]
        new = places if "review.toml" in made else []
        for place in (*new, *(folder / name for name in FOLDERS)):
            place.mkdir(parents=True, exist_ok=True)
        for name in made:
            with whole_file(folder / name) as stream:
                stream.write(texts[name].encode())
    except OSError as fault:
        raise Refused(
            f"{folder}: ajour cannot create a review in this folder ({reason(fault)})."
        ) from None
    told = [f"{folder / one}: this file exists already and was left unchanged." for one in texts]
    begun = "review.toml" in made
    return [
        *(line for line, name in zip(told, texts, strict=True) if name not in made),
        *(_doubtful(named.values()) if begun else ()),
        f"Created the review {folder}. Next:" if begun else _there(folder, made),
        *(f"  put the export files of {named[one.name]} into {one}/" for one in new),
        *(_name_people(folder) if begun and people in ([], NOBODY) else ()),
        f"  look through {folder / 'review.toml'} and {folder / 'criteria.toml'}",
        f"  and run: {command_line('ajour update', folder)}",
    ]


def _once(names: Iterable[str]) -> Iterable[str]:
    """The names, each only as first written if others differ only in capital letters."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(name.casefold(), name)
    return kept.values()


def _name_people(folder: Path) -> list[str]:
    a, b = NOBODY
    return [
        f"  write the names of your reviewers in {folder / 'review.toml'} instead of {a} and {b}"
    ]


def _there(folder: Path, made: Sequence[str]) -> str:
    """That a review was there before, and which of its files was created."""
    added = f" ajour created the missing file {made[0]}." if made else ""
    return f"The review {folder} exists already.{added} Next:"


def _doubtful(sources: Iterable[str]) -> Iterator[str]:
    """A note on each database that ajour does not know."""
    for source in sources:
        if near := meant_source(source):
            yield (
                f"{source}: ajour does not know this database. Did you mean {near}? If so, correct "
                "the name in review.toml, under [[search]] source."
            )
        elif not known_source(source):
            yield f"{source}: ajour does not know this database. Please check the spelling."


def search_names(databases: Sequence[str]) -> dict[str, str]:
    """The databases by the names of their searches; these names are also folder names.

    >>> search_names(["MEDLINE", "Web of Science", "web of science"])
    {'medline': 'MEDLINE', 'web-of-science': 'Web of Science'}
    >>> search_names(["scopus"])
    {'scopus': 'Scopus'}
    """
    named: dict[str, str] = {}
    for database in databases:
        source = as_written(one_line(database))
        name = re.sub(r"[^a-z0-9]+", "-", folded(source)).strip("-")
        if source:
            named.setdefault(name or f"search-{len(named) + 1}", source)
    return named


def _settings(title: str, language: str, searches: dict[str, str], reviewers: Sequence[str]) -> str:
    """The text of review.toml, with a search for each database; only the first has comments."""
    starter = (files("flows.review") / "starter" / "review.toml").read_text(encoding="utf-8")
    found = SEARCH.search(starter)
    assert found is not None
    (name, source), *others = searches.items()
    first = (
        found[0]
        .replace('"medline"', toml_text(name))
        .replace('"MEDLINE"', toml_text(source))
        .replace("strategies/medline.csv", f"strategies/{name}.csv")
    )
    if source.casefold() != FIRST.casefold():
        first = first.replace('platform = "Ovid"', '# platform = "Ovid"')
    more = "".join(
        f'[[search]]\nname = {toml_text(name)}\nround = "1"\nsource = {toml_text(source)}\n'
        'kind = "database"\n\n'
        for name, source in others
    )
    head = starter[: found.start()].replace("searches/1/medline/", f"searches/1/{name}/")
    text = head + first + more + starter[found.end() :]
    text = text.replace('"{title}"', toml_text(title))
    if reviewers:
        names = ", ".join(map(toml_text, reviewers))
        text = text.replace('names = ["A", "B"]', f"names = [{names}]", 1)
    return text.replace('language = "nb" ', f"language = {toml_text(language)} ", 1)
