"""Finds what review.toml does not name, or names differently from the files and decisions."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from exports.language.catalogue import Language, Words, number
from exports.language.dates import short_date
from flows.review.clock import now
from flows.review.file_names import alike_as_files, same_person
from flows.review.search_files import digest_of
from flows.review.session import Session
from flows.review.strays import MANY, StrayPlace, strays
from pipeline.decisions import CONSENSUS
from pipeline.files import is_litter
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.review.searches import gone_searches
from pipeline.review.vendors import other_database, other_vendor
from pipeline.store.decisions import decision_files
from pipeline.store.intake import files, sources_of_files
from pipeline.text.likeness import alike
from pipeline.text.shell_words import command_line

IN_A_SEARCH = ("unfinished", "taken_for_notes")
"""Kinds of files in a search's own folder, where they belong."""


def overlooked(session: Session, language: Language) -> list[str]:
    """A sentence, with what to do, for each thing that nothing reads or that has two names.

    Changes nothing. The order is fixed; the list is empty if nothing was overlooked.
    """
    words = Words(language, "overlooked")
    made = (
        _strays,
        _own_files,
        _gone,
        _other_places,
        _future_days,
        _people,
        _spellings,
        _reasons,
        _sheets,
        unedited_criteria,
    )
    return [sentence for make in made for sentence in make(session, words)]


def unread_places(session: Session) -> list[str]:
    """A sentence, with what to do, for each folder or export in a place that nothing reads."""
    return [*_strays(session, Words(PROGRAM_LANGUAGE, "overlooked"))]


def unedited_criteria(session: Session, words: Words) -> Iterator[str]:
    """A sentence if criteria.toml still asks what the template asks."""
    if names := session.in_use.unedited:
        yield words("unedited", names=", ".join(names))


def _strays(session: Session, words: Words) -> Iterator[str]:
    """Folders and exports in places that nothing reads."""
    for stray in strays(session.review):
        kind = _kind(stray)
        told = [words(kind, where=stray.where, files=_names(stray.files, words))]
        if stray.of_round:
            told.append(words("of_round", round=stray.of_round, meant=stray.meant))
        elif stray.meant:
            told.append(words("meant" if kind == "folder" else "meant_file", meant=stray.meant))
        elif kind in IN_A_SEARCH:
            pass
        elif stray.where.startswith("searches/"):
            told.append(words["new_search"])
        else:
            key = "unplaced_folder" if kind == "folder" else "unplaced"
            told.append(words(key, where=stray.where))
        yield " ".join(told)


def _kind(stray: StrayPlace) -> str:
    if stray.where.endswith(".part"):
        return "unfinished"
    if stray.where.endswith(".json"):
        return "taken_for_notes"
    return "folder" if stray.files else "file"


def _names(files: Sequence[str], words: Words) -> str:
    more = len(files) - MANY
    names = ", ".join(files[:MANY])
    return words("more", names=names, count=number(more, words.language)) if more > 0 else names


def _own_files(session: Session, words: Words) -> Iterator[str]:
    """A sheet or template with a name that nothing reads, if the right file is missing."""
    review = session.review
    known = ["studies.xlsx", "studies.csv"] if review.studies() is None else []
    known += [f"text.{one}.md" for one in review.languages]
    missing = {alike_as_files(one): one for one in known if not (review.folder / one).exists()}
    for path in sorted(review.folder.iterdir()):
        close = alike(alike_as_files(path.name), missing, at_least=85)
        is_file = os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises without rights
        if close and is_file and path.suffix.lower() == Path(close[0]).suffix:
            told = words("file", where=path.name)
            yield f"{told} {words('meant_name', meant=missing[close[0]])}"


def _gone(session: Session, words: Words) -> Iterator[str]:
    """Searches with records that are no longer in review.toml."""
    for name, count in gone_searches(session.db, session.review).items():
        close = alike(alike_as_files(name), _new_names(session))
        new = _new_names(session)[close[0]] if close else ""
        told = words("gone", name=name, count=number(count, words.language))
        values = {"name": name, "commands": _withdrawing(session, name)}
        key = words("renamed_to", new=new, **values) if new else words("renamed", **values)
        yield f"{told} {key}"


def _withdrawing(session: Session, search: str) -> str:
    """The commands that withdraw the files of a search; one for any FILE if there are many."""
    names = {one.name for one in files(session.db) if one.search == search and not one.withdrawn}
    if not 0 < len(names) <= MANY:
        return "ajour withdraw FILE"
    return "; ".join(_withdraw(one, search) for one in sorted(names))


def _withdraw(file: str, search: str) -> str:
    """The command that withdraws a file; other searches may have a file of the same name."""
    return command_line("ajour withdraw", Path(file), "--search", search)


def _new_names(session: Session) -> dict[str, str]:
    return {alike_as_files(one.name): one.name for one in session.review.searches}


def _other_places(session: Session, words: Words) -> Iterator[str]:
    """Exports from another vendor or database than review.toml names for their search."""
    plans = {one.name: one for one in session.review.searches}
    named = sources_of_files(session.db)
    for file in files(session.db):
        search = plans.get(file.search)
        if file.withdrawn or search is None:
            continue
        database = other_database(search, named.get(file.id, {}))
        vendor = next(
            (one for receipt in file.receipts if (one := other_vendor(search, receipt.dialect))), ""
        )
        # Embase.com also exports records from Medline: neither name alone says where they are from.
        both = database and vendor and database != vendor
        found = f"{database} ({vendor})" if both else database or vendor
        if found:
            place = f"{search.source} ({search.platform})" if search.platform else search.source
            command = _withdraw(file.name, file.search)
            told = {"file": file.name, "name": search.name, "place": place, "command": command}
            yield words("other_place", found=found, **told)


def _future_days(session: Session, words: Words) -> Iterator[str]:
    """Searches and decisions that are dated in the future."""
    zone = session.review.zone
    today = datetime.fromisoformat(now()).astimezone(zone).date().isoformat()
    for search in session.review.searches:
        if search.run_on > today:
            day = short_date(search.run_on, words.language)
            yield words("future", name=search.name, day=day)
    said = session.decisions()
    coming = {
        when
        for when in {one.when for one in said}
        if datetime.fromisoformat(when).astimezone(zone).date().isoformat() > today
    }
    late = Counter(one.origin.name for one in said if one.when in coming)
    for name, count in sorted(late.items()):
        yield _counted("future_decisions", count, words, file=name)


def _people(session: Session, words: Words) -> Iterator[str]:
    """People whose decisions count but whom review.toml does not name."""
    names = session.review.reviewers.names
    said = Counter(one.reviewer for one in session.decisions() if not one.resolves)
    for name, count in sorted(said.items()):
        if name in names or name == CONSENSUS:
            continue
        told = _counted("person", count, words, name=name)
        like = [one for one in names if same_person(one) == same_person(name)]
        fresh = {alike_as_files(one): one for one in names if one not in said}
        close = like or [fresh[one] for one in alike(alike_as_files(name), fresh)]
        key = words("person_renamed", new=close[0], name=name) if close else words["person_left"]
        yield f"{told} {key}"


def _spellings(session: Session, words: Words) -> Iterator[str]:
    """Two names in review.toml that probably belong to one person."""
    first: dict[str, str] = {}
    for name in session.review.reviewers.names:
        other = first.setdefault(same_person(name), name)
        if other != name:
            yield words("spellings", one=other, other=name)


def _reasons(session: Session, words: Words) -> Iterator[str]:
    """Codes of reasons that decisions use but criteria.toml lacks."""
    codes = session.in_use.reasons
    used = Counter(
        code for one in session.decisions() for code in (one.reason, *one.other_reasons) if code
    )
    free = [one for one in codes if one not in used]
    for code, count in sorted(used.items()):
        if code not in codes:
            told = _counted("reason", count, words, code=code)
            close = alike(code, free) or free[: len(free) == 1]
            yield f"{told} {words('reason_renamed', new=close[0], code=code)}" if close else told


def _counted(key: str, count: int, words: Words, **more: str) -> str:
    """A sentence with a count; the catalogue has a separate sentence for one."""
    return words(f"{key}_one" if count == 1 else key, count=number(count, words.language), **more)


def _sheets(session: Session, words: Words) -> Iterator[str]:
    """Sheets in decisions/ that nobody has imported, or that have changed since."""
    known = {one.sha256 for one in decision_files(session.db)}
    folder = session.review.folder / "decisions"
    for path in _files_in(folder):
        if (digest := digest_of(path)) and digest not in known:
            name = path.relative_to(session.review.folder).as_posix()
            yield words("sheet", name=name, command=command_line("ajour decide", Path(name)))


def _files_in(folder: Path) -> Iterable[Path]:
    seen = (one for one in folder.rglob("*") if not one.name.startswith("."))
    return sorted(one for one in seen if not is_litter(one.name))
