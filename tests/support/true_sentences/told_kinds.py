"""The kinds of sentence about what people wrote, and about who extracted the data."""

from tests.support.true_sentences import sentence_facts as fact
from tests.support.true_sentences import told_facts as told
from tests.support.true_sentences.sentences import Sentence, sentence

NONE = {
    "protocol": (
        r"No protocol was written before the review\.",
        r"Det ble ikke skrevet noen protokoll på forhånd\.",
    ),
    "registration": (r"The review is not registered\.", r"Oversikten er ikke registrert\."),
    "deviations": (
        r"Nothing was done otherwise than planned\.",
        r"Ingenting ble gjort annerledes enn planlagt\.",
    ),
    "appraisal": (
        r"The studies were not critically appraised\.",
        r"Studienes kvalitet ble ikke vurdert\.",
    ),
    "funding": (r"The review had no funding\.", r"Oversikten hadde ingen egen finansiering\."),
    "interests": (
        r"The authors have no competing interests\.",
        r"Forfatterne har ingen interessekonflikter\.",
    ),
    "data": (
        r"The data are not available to others\.",
        r"Data er ikke tilgjengelige for andre\.",
    ),
}
"""What is written where review.toml says that there is none, by its key."""

TOLD_SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "a place that only people can fill in",
        r"\[to be filled in: (?P<asks>[^\]]+)\]",
        r"\[fylles ut: (?P<asks>[^\]]+)\]",
        told.gap,
    ),
    sentence(
        "people's own words",
        r"(?:The question is framed by )?As told under (?P<key>\w+)\.",
        r"(?:Problemstillingen følger )?As told under (?P<key>\w+)\.",
        told.told,
    ),
    *(sentence(f"there is none: {key}", en, nb, told.none(key)) for key, (en, nb) in NONE.items()),
    sentence(
        "the elements of the criteria",
        r"Eligibility was judged by <n> elements?: (?P<what>[^.(]+?)(?: \([^)]*\))?\.",
        r"Referansene ble vurdert etter <n> element(?:er)?: (?P<what>[^.(]+?)(?: \([^)]*\))?\.",
        told.elements,
    ),
    sentence(
        "strategies and their limits",
        r"(?:The full strategy is given for|These lines limit a search:) <what>\.",
        r"(?:Hele strategien er gjengitt for|Disse linjene avgrenser et søk:) <what>\.",
        fact.never("the searches have no strategies"),
    ),
    sentence(
        "titles that one person read alone",
        r"One person alone read the titles and abstracts of <n> {record}\.",
        r"Én person alene leste tittel og sammendrag av <n> {record}\.",
        told.read_alone("screening"),
    ),
    sentence(
        "full texts that one person read alone",
        r"One person alone read the full texts of <n> {report}\.",
        r"Én person alene leste <n> {report} i fulltekst\.",
        told.read_alone("eligibility"),
    ),
    sentence(
        "hits that differ from the records",
        r"The source of <n> search(?:es)? stated another number of hits than came\.",
        r"For <n> søk oppga kilden et annet antall treff enn det som kom\.",
        told.differing,
    ),
    sentence(
        "groups that studies are presented in",
        r"The \w+ are presented in <n> groups? by [^.]*\.",
        r"\w+ er ordnet i <n> grupper? etter [^.]*\.",
        told.presented,
    ),
    sentence(
        "variables",
        r"These were charted: <what>\.",
        r"Dette ble hentet ut: <what>\.",
        told.variables,
    ),
    sentence(
        "who extracted the data",
        r"<n> {person} extracted the data of <m> \w+\.",
        r"<n> {person} hentet ut data fra <m> \w+\.",
        told.extractors,
    ),
    sentence(
        "data that two or more extracted",
        r"Two or more people extracted the data of <n> of them\.",
        r"To eller flere personer hentet ut data fra <n> av dem\.",
        told.together,
    ),
    sentence(
        "data that another person checked",
        r"Another person checked the data of <n> of them\.",
        r"En annen person kontrollerte data fra <n> av dem\.",
        told.checked,
    ),
    sentence(
        "data that one person extracted alone",
        r"One person alone extracted the data of <n> \w+, and the sheet names nobody who "
        r"checked them\.",
        r"Én person alene hentet ut data fra <n> \w+, og arket nevner ingen som kontrollerte dem\.",
        told.single,
    ),
    sentence(
        "studies that share participants",
        r"<n> \w+ shares? participants with others, in part\.",
        r"<n> \w+ har delvis samme deltakere som andre\.",
        fact.never("no row names participants that are shared"),
    ),
    sentence(
        "the sources, in the abstract",
        r"We searched (?P<list>[^:]+?)\.",
        r"Vi søkte i (?P<list>[^:]+?)\.",
        told.sources,
    ),
    sentence(
        "the last search",
        r"The last search was run on <day>\.",
        r"Det siste søket ble gjort <day>\.",
        told.last_search,
    ),
)
"""Beside those of text_kinds.py."""
