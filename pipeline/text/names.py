"""Author names reduced to the parts that two databases have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text.letters import LONE_MARK, WORD, folded

_ABSENT = (
    "|-|n/a|n.a|s.n|anonymous|anon|null|unknown|no author|na|et al|nan|none|no authorship indicated"
)
_NOBODY = frozenset(_ABSENT.split("|"))
_PARTICLES = """
jr sr null phd md msc von van der den del des dos das la le al et dr prof iii and
"""
_ALIAS = frozenset(_PARTICLES.split())

FULL = 3
"""Letters (2 to 4) from which a name is a full name and not initials."""

GROUP = 4
"""Words (3 to 6) from which an author without a comma counts as a group."""


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Authors for comparison: the first one's family name; all names in full; how many.

    `families` are the first two family names. `people` has every author: family, comma, given
    names and initials; authors are separated by ";".
    """

    first: str
    families: str
    all: str
    people: str
    count: int
    groups_only: bool


NOBODY = NameKeys("", "", "", "", 0, groups_only=False)


def name_keys(authors: Sequence[str]) -> NameKeys:
    """Family and given names without initials, particles and titles, in the order given.

    >>> keys = name_keys(["Kang, Si Hyun", "van Gool, W. A."])
    >>> keys.first, keys.families, keys.all, keys.people
    ('kang', 'kang gool', 'kang hyun gool', 'kang,si hyun;gool,w a')
    >>> name_keys(["Kang, S. H."]).all, name_keys(["[Anonymous]"]).count
    ('kang', 0)
    >>> name_keys(["Nordic Working Life Study Group"]).groups_only
    True
    """
    if not authors:
        return NOBODY
    text = folded(";".join(authors)).replace("'", "").replace("&", " and ")
    if "?" in text:
        text = LONE_MARK.sub("", text)
    families: list[str] = []
    every: list[str] = []
    people: list[str] = []
    groups = 0
    for author in text.split(";"):
        family, comma, rest = author.partition(", ")
        if comma and _plain(family) and _plain(rest):
            # Most names are two plain words, so their letters need no closer look.
            families.append(family)
            every += (family, rest)
            people.append(f"{family},{rest}")
        elif found := _author(author):
            families += found[0]
            every += found[1]
            people.append(found[2])
            groups += found[3]
    return NameKeys(
        families[0] if families else "",
        " ".join(families[:2]),
        " ".join(every),
        ";".join(people),
        len(people),
        groups_only=bool(people) and groups == len(people),
    )


def _plain(word: str) -> bool:
    return len(word) >= FULL and word.isalpha() and word not in _ALIAS


Author = tuple[tuple[str, ...], tuple[str, ...], str, bool]
"""Family names; all names in full; family, comma and the rest; whether it is a group."""


@lru_cache(maxsize=50_000)
def _author(text: str) -> Author | None:
    """The parts of a folded name; None if it names nobody."""
    family, comma, rest = text.partition(",")
    family, rest = family.strip(), rest.strip()
    # Most names are two plain words; a regular expression for each takes twice the time.
    before = [family] if family.isalpha() else WORD.findall(family)
    after = [rest] if rest.isalpha() else WORD.findall(rest)
    if not after and text.strip(" []().,;-") in _NOBODY:
        return None
    # A family name of one or two letters (Li, Xu, O) has no longer word to use.
    full = tuple([word for word in before if len(word) >= FULL and word not in _ALIAS])
    full = full or tuple(before[:1])
    written = full
    if after:
        written += tuple([word for word in after if len(word) >= FULL and word not in _ALIAS])
        short = " ".join([word for word in after if word not in _ALIAS])
    else:
        # Initials after a family name without a comma: "Berg AB".
        short = " ".join([word for word in before[1:] if len(word) < FULL and word not in _ALIAS])
    signed = f"{' '.join(full)},{short}" if short else " ".join(full)
    return full, written, signed, not comma and len(full) >= GROUP


def families_of(people: str) -> str:
    """The family names of authors as given in `NameKeys.people`.

    >>> families_of("kang,si hyun;gool,w a")
    'kang gool'
    """
    return " ".join([author.partition(",")[0] for author in people.split(";")])


def shared_people(one: str, other: str) -> tuple[int, int]:
    """How many authors two lists have in common, and how many the shorter one has.

    Family and given names may be swapped, and initials match names; no author counts twice.

    >>> shared_people("kang,minseo;gool,w a", "minseo,k;gool,willem a")
    (2, 2)
    >>> shared_people("berg,a;lund,o", "berg,anna;dahl,k"), shared_people("li,wei", "wei,l")
    ((1, 2), (1, 1))
    """
    mine, theirs = sorted((_bags(one), _bags(other)), key=len)
    found = 0
    for bag in mine:
        at = next((at for at, their in enumerate(theirs) if _same_person(bag, their)), None)
        if at is not None:
            found += 1
            theirs = theirs[:at] + theirs[at + 1 :]
    return found, len(mine)


MOST = 12
"""Authors (6 to 30) of each list that are compared one by one."""


Bag = tuple[list[str], list[str]]
"""Family names of an author, and given names and initials."""


def _bags(people: str) -> list[Bag]:
    bags = []
    for author in people.split(";")[:MOST]:
        family, _, given_names = author.partition(",")
        bags.append((family.split(), given_names.split()))
    return [bag for bag in bags if bag[0] or bag[1]]


def _same_person(one: Bag, other: Bag) -> bool:
    """Whether each word of the shorter name is a word or initial of the longer; one is whole."""
    short, left = sorted((_words(one, other), _words(other, one)), key=len)
    whole = False
    for word in sorted(short, key=lambda word: (-len(word), word)):
        fits = [their for their in left if their == word and len(word) > 1]
        whole = whole or bool(fits)
        fits += [their for their in left if 1 in (len(word), len(their)) and word[0] == their[0]]
        if not fits:
            return False
        left.remove(fits[0])
    return whole


def _words(bag: Bag, against: Bag) -> list[str]:
    """The words of a name, with joined initials split ("ab" as "a b").

    A given name of two letters is not split if the other name has it too.
    """
    family, given_names = bag
    theirs = {*against[0], *against[1]}
    parts = [word if len(word) == 2 and word not in theirs else (word,) for word in given_names]
    return [*family, *(letter for part in parts for letter in part)]
