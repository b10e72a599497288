"""The vocabulary, and invented names of authors and journals that look real."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
)
"""The vocabulary of all invented texts."""

NAMES: dict[str, list[str]] = WORDS["names"]

JOURNALS = (
    ("Example Journal of Work and Health", "Example J Work Health"),
    ("Example Annals of Occupational Medicine", "Example Ann Occup Med"),
    ("Example Journal of Organisational Behaviour", "Example J Organ Behav"),
    ("Example Review of Ergonomics", "Example Rev Ergon"),
    ("Example Archives of Public Health Research", "Example Arch Public Health Res"),
    ("Example Journal of Applied Work Psychology", "Example J Appl Work Psychol"),
    ("Example Studies in Human Resources", "Example Stud Hum Resour"),
    ("Example International Journal of Stress Research", "Example Int J Stress Res"),
    ("Example Journal of Health Services and Technology", "Example J Health Serv Technol"),
    ("Example Quarterly of Transport and Society", "Example Q Transp Soc"),
    ("Example Journal of Education and Media", "Example J Educ Media"),
    ("Example Letters in Information Systems", "Example Lett Inf Syst"),
)
"""Names and abbreviations of journals that do not exist."""


def author(random: Random) -> str:
    """An invented author, "Family, Given"; four in ten have a middle initial."""
    family = (
        random.choice(NAMES["onsets"])
        + random.choice(NAMES["middles"])
        + random.choice(NAMES["endings"])
    )
    given = random.choice(NAMES["given"])
    return (
        f"{family}, {given} {random.choice('ABEHKLMS')}"
        if random.random() < 0.4
        else f"{family}, {given}"
    )


def authors(random: Random) -> tuple[str, ...]:
    """One to seven invented authors with different family names."""
    by_family: dict[str, str] = {}
    for _ in range(random.randint(1, 7)):
        name = author(random)
        by_family.setdefault(name.split(",")[0], name)
    return tuple(by_family.values())


def initials(name: str) -> str:
    """An author's name in MEDLINE's form.

    >>> initials("Balaksvik, Ada K"), initials("Loef, B")
    ('Balaksvik AK', 'Loef B')
    """
    family, comma, given = name.partition(", ")
    return f"{family} {''.join(part[0] for part in given.split())}" if comma else name
