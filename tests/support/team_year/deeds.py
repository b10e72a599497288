"""What a team does to its searches, records and review, done in the program and the model."""

import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

from flows.orchestration.update import update
from tests.support.team_year.model import Export
from tests.support.team_year.play import Play
from tests.support.team_year.team import NAMES, ris


def export_arrives(play: Play, chance: Random, *, put: bool = True) -> Path | None:
    """A file arrives for some search, with documents seen before and new ones."""
    model = play.model
    search = chance.choice(model.searches)
    free = [one for one in model.documents if one not in {it.document for it in model.now.apart}]
    name = f"export-{len(model.exports):02}.ris"
    twin = chance.choice(sorted(model.exports)) if model.exports and chance.random() < 0.1 else ""
    twin = model.exports[twin].twin or twin if twin else ""
    alike = [one.search for key, one in model.exports.items() if twin in (key, one.twin)]
    if twin and search.name not in alike:
        documents = model.exports[twin].documents
        text = _path(play, twin).read_text("utf-8")
    else:
        twin = ""
        documents = tuple(chance.sample(free, min(len(free), chance.randint(2, 7))))
        text = ris(model, name, documents)
    if set(documents) - set(free):
        return None
    folder = play.review / "searches" / search.round / search.name if put else play.folder / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    model.exports[name] = Export(search=search.name, documents=documents, twin=twin)
    play.tell(f"{name} for {search.name}, {' '.join(documents)}")
    return folder / name


def _path(play: Play, name: str) -> Path:
    search = next(one for one in play.model.searches if one.name == play.model.exports[name].search)
    return play.review / "searches" / search.round / search.name / name


def updated(play: Play, _: Random) -> None:
    """An update imports every new file."""
    update(play.review)
    play.model.update()
    play.ready = {one: play.texts(one) for one in play.model.records()}


def imported(play: Play, chance: Random) -> None:
    """A file from elsewhere is imported into a search."""
    if path := export_arrives(play, chance, put=False):
        search = play.model.exports[path.name].search
        play.expect(play.program.run("import", path, "--search", search))
        play.model.now.files[path.name] = True


def export_withdrawn(play: Play, chance: Random) -> None:
    """One file is withdrawn; only its search loses records."""
    there = [name for name, is_in in play.model.now.files.items() if is_in]
    if there:
        name = chance.choice(there)
        play.tell(name)
        if _has_twin(play, name) and play.avoids("an export is withdrawn whose bytes are twice in"):
            return
        if _bears_words(play, name) and play.avoids("an export is withdrawn with words on it"):
            return
        said = play.program.run("withdraw", _path(play, name), "--why", "wrong file")
        play.expect(said)
        play.model.now.files[name] = False


def _has_twin(play: Play, name: str) -> bool:
    root = play.model.exports[name].twin or name
    alike = [key for key, one in play.model.exports.items() if root in (key, one.twin)]
    return len(alike) > 1


def _bears_words(play: Play, name: str) -> bool:
    """Whether a decision is on a record of a file whose report other files have too."""
    reports = play.model.reports()
    others = {reports[one] for one in play.model.records() if one.file != name}
    words = (word.record for word in play.model.counting())
    return any(one.file == name and reports[one] in others for one in words)


def export_again(play: Play, chance: Random) -> None:
    """A withdrawn file is imported again."""
    gone = [name for name, is_in in play.model.now.files.items() if not is_in]
    if gone:
        name = chance.choice(gone)
        play.tell(name)
        search = play.model.exports[name].search
        play.expect(play.program.run("import", _path(play, name), "--search", search))
        play.model.now.files[name] = True


def linked(play: Play, chance: Random) -> None:
    """A person links two included reports to one study."""
    reports = play.model.reports()
    included = play.model.standing().included()
    if len(included) > 1:
        report, study = chance.sample(included, 2)
        one, other = (
            chance.choice([it for it in play.model.records() if reports[it] == name])
            for name in (report, study)
        )
        play.tell(f"{one} {other}")
        said = play.program.run("studies", "--link", play.id_of(one), play.id_of(other))
        play.expect(said)
        links = play.model.now.links
        for known in [it for it in links if reports[it] == report]:
            del links[known]
        links[one] = other


def unlinked(play: Play, chance: Random) -> None:
    """A linked report, to which no other was linked, becomes a separate study again."""
    reports, links = play.model.reports(), play.model.now.links
    included = play.model.standing().included()
    named = {reports[one] for one in links.values()}
    free = [one for one in links if reports[one] in included and reports[one] not in named]
    free = [one for one in free if play.model.now.files[one.file]]
    if free:
        one = chance.choice(free)
        play.tell(str(one))
        play.expect(play.program.run("studies", "--unlink", play.id_of(one)))
        del links[one]


def joined(play: Play, chance: Random) -> None:
    """A person marks two records as duplicates."""
    apart = {it.document for it in play.model.now.apart}
    there = [one for one in play.model.records() if one.document not in apart]
    if len(there) > 1:
        one, other = chance.sample(there, 2)
        reports = play.model.reports()
        if reports[one] != reports[other]:
            who = chance.choice(play.model.at_work)
            ids = [play.id_of(one), play.id_of(other)]
            play.tell(f"{one} {other}")
            play.expect(play.program.run("duplicates", "--join", *ids, "--reviewer", who))
            play.model.now.joined.append((one, other))


def held_apart(play: Play, chance: Random) -> None:
    """A person marks a record as not a duplicate."""
    model, there = play.model, play.model.records()
    mixed = {one.document for pair in model.now.joined for one in pair}
    mixed |= {one.document for one in model.now.apart}
    mixed |= {one.document for one in model.known() if one not in there}
    free = [one for one in there if one.document not in mixed]
    free = [one for one in free if sum(it.document == one.document for it in there) > 1]
    # A file not yet imported may contain the document once more.
    waiting = {
        key
        for name in model.exports.keys() - model.now.files
        for key in model.exports[name].documents
    }
    free = [one for one in free if one.document not in waiting]
    if free:
        one = chance.choice(free)
        play.tell(str(one))
        who = chance.choice(model.at_work)
        play.expect(play.program.run("duplicates", "--split", play.id_of(one), "--reviewer", who))
        model.now.apart.append(one)


def backed_up(play: Play, _: Random) -> None:
    """The store is backed up."""
    path = play.review / "backups" / f"day-{play.day}.db"
    path.parent.mkdir(exist_ok=True)
    play.expect(play.program.run("backup", "--to", path))
    play.backups.append(path)
    play.model.back_up()


def restored(play: Play, chance: Random) -> None:
    """A backup is restored: later data are reported, and the review is as it was then."""
    if play.backups:
        which = chance.randrange(len(play.backups))
        play.tell(play.backups[which].name)
        said = play.program.run("backup", "--restore", play.backups[which])
        play.expect(said)
        play.model.restore(which)
        play.restored_at = play.day


def reread(play: Play, _: Random) -> None:
    """The stored files are read again with the same readers."""
    play.expect(play.program.run("reread", "--apply"))


def search_renamed(play: Play, chance: Random) -> None:
    """A search gets another name, in review.toml and on disk."""
    model = play.model
    at = chance.randrange(len(model.searches))
    old = model.searches[at]
    new = replace(old, name=f"{old.name}x")
    folder = play.review / "searches" / old.round
    if (folder / old.name).exists():
        (folder / old.name).rename(folder / new.name)
    model.searches[at] = new
    for name, one in model.exports.items():
        if one.search == old.name:
            model.exports[name] = replace(one, search=new.name)
    play.was[new.name] = play.was.get(old.name, old.name)
    play.tell(f"{old.name} is {new.name}")
    play.write_settings()


def somebody_joins(play: Play, _: Random) -> None:
    """A new person joins the readers."""
    new = [one for one in NAMES if one not in play.model.at_work]
    if new:
        play.tell(new[0])
        if new[0] in play.model.away:
            play.model.away.remove(new[0])
        else:
            play.model.reviewers.append(new[0])
        play.write_settings()


def somebody_leaves(play: Play, chance: Random) -> None:
    """A person leaves; her decisions still count."""
    if len(play.model.at_work) > 2:
        who = chance.choice(play.model.at_work)
        play.tell(who)
        play.model.away.append(who)
        play.write_settings()


def reason_reworded(play: Play, _: Random) -> None:
    """A reason gets another wording; its code stays."""
    play.wording = "Another exposure" if play.wording == "Wrong exposure" else "Wrong exposure"
    play.write_settings()


def review_retitled(play: Play, _: Random) -> None:
    """The review's title is corrected."""
    if play.avoids("the title is corrected while lists are out"):
        return
    play.model.title += " again"
    play.write_settings()


def reported(play: Play, _: Random) -> None:
    """Figures and tables are written."""
    play.expect(play.program.run("report"))


def output_deleted(play: Play, _: Random) -> None:
    """Somebody deletes output/, which is safe, and it is written again."""
    shutil.rmtree(play.review / "output", ignore_errors=True)
    play.expect(play.program.run("report"))
