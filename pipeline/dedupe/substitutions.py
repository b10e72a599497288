"""Whole words of a title replaced by others: adult for pediatric, men for women."""

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

ALIKE = 75.0
"""Ratio, 0 to 100, from which one word is another spelling or form of a word."""

FORM = 60.0
"""Ratio, 0 to 100, at which words with the same start are forms of one: nurse and nursing."""

STEM = 4
"""Letters (3 to 6) that two forms of a word have in common at the start."""

WEIGHTY = 3
"""Letters (3 to 5) from which a word, unless it is a function word, has a meaning of its own."""

_FUNCTION = """
about after all among and are based between but by can could did does during for from had has have
her his how into its may more new not off onto our out over per than that the their them they this
through toward towards under upon use used using versus via was were what when where whether which
while who whose why will within would
"""
FUNCTION = frozenset(_FUNCTION.split())
"""Words that databases exchange without changing the meaning: for, with, from."""

NEGATIONS = frozenset(["no", "non", "not", "without", "never"])
"""Words that reverse a title's meaning even if they are in only one of the two."""

_OPPOSITES = """
men women | man woman | male female | males females | boys girls | boy girl | fathers mothers
paternal maternal | husbands wives | sons daughters | adult pediatric paediatric
adults children adolescents | left right | upper lower | before after | with without
increase decrease | increased decreased | increases decreases | high low | higher lower
acute chronic | primary secondary | anterior posterior | inpatient outpatient
inpatients outpatients | systolic diastolic | urban rural | short long | ischemic hemorrhagic
ischaemic haemorrhagic | early late | north south east west | northern southern eastern western
quantitative qualitative | mild moderate severe | positive negative | hypertension hypotension
hyperglycemia hypoglycemia | hyperglycaemia hypoglycaemia | internal external | inter intra
pre post | prenatal postnatal | preoperative postoperative | employed unemployed
employees employers | onsite offsite | intrinsic extrinsic | micro macro
"""

OPPOSED = {
    word: frozenset(group.split()) - {word}
    for group in _OPPOSITES.replace("\n", " | ").split(" | ")
    for word in group.split()
}
"""Words that are short, or spelt alike, but mean the opposite."""

Stretch = list[str]


def substituted(one: str, other: str) -> tuple[str, str]:
    """The first words of two title keys that replace each other; two "" if none do.

    Words spelt alike, and words in only one title, are no substitution unless they negate. The
    titles are sorted first, so the answer is the same both ways.

    >>> substituted("sleep in adult patients", "sleep in pediatric patients")
    ('adult', 'pediatric')
    >>> substituted("loneliness of men at work", "loneliness of women at work")
    ('men', 'women')
    >>> substituted("randomised trial of tumours", "randomized trial of tumors")
    ('', '')
    >>> substituted("sleep in diabetic rats", "sleep in non diabetic rats")
    ('non', 'nothing')
    """
    for mine, theirs in _replaced(min(one, other).split(), max(one, other).split()):
        if _differ(mine, theirs):
            return " ".join(mine), " ".join(theirs)
    negated = sorted(NEGATIONS & (set(one.split()) ^ set(other.split())))
    return (" ".join(negated), "nothing") if negated else ("", "")


def _replaced(ones: Stretch, others: Stretch) -> list[tuple[Stretch, Stretch]]:
    """The differing stretches between words that both titles have in order, if they have any."""
    found: list[tuple[Stretch, Stretch]] = []
    mine: Stretch = []
    theirs: Stretch = []
    for step in Indel.opcodes(ones, others):
        if step.tag == "equal":
            found.append((mine, theirs))
            mine, theirs = [], []
        else:
            mine = mine + ones[step.src_start : step.src_end]
            theirs = theirs + others[step.dest_start : step.dest_end]
    return [(first, second) for first, second in [*found, (mine, theirs)] if first and second]


def _differ(mine: Stretch, theirs: Stretch) -> bool:
    """Whether two stretches are different words, not the same words spelt or joined differently."""
    if any(OPPOSED.get(word, frozenset()) & set(theirs) for word in mine):
        return True
    one, other = "".join(mine), "".join(theirs)
    if fuzz.ratio(one, other) >= (FORM if one[:STEM] == other[:STEM] else ALIKE):
        return False
    return all(map(_weighty, (mine, theirs)))


def _weighty(stretch: Stretch) -> bool:
    return any(len(word) >= WEIGHTY and word not in FUNCTION for word in stretch)
