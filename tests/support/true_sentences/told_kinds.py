"""The kinds of sentence about what people wrote, and about who extracted the data."""

from tests.support.true_sentences import sentence_facts as fact
from tests.support.true_sentences import told_facts as told
from tests.support.true_sentences.sentences import Sentence, sentence

NONE = {
    "protocol": (
        r"No review protocol was prepared\.",
        r"Det ble ikke utarbeidet noen protokoll på forhånd\.",
    ),
    "registration": (r"The review is not registered\.", r"Oversikten er ikke registrert\."),
    "deviations": (
        r"There were no deviations from the plan\.",
        r"Det var ingen avvik fra det som var planlagt\.",
    ),
    "appraisal": (
        r"The studies were not critically appraised\.",
        r"Studienes metodiske kvalitet ble ikke vurdert\.",
    ),
    "funding": (r"The review received no funding\.", r"Oversikten hadde ingen egen finansiering\."),
    "interests": (
        r"The authors have no competing interests\.",
        r"Forfatterne har ingen interessekonflikter\.",
    ),
    "data": (
        r"The data are not available to others\.",
        r"Data er ikke tilgjengelige for andre\.",
    ),
}
"""The sentences for review.toml's answer that there is none, by its key."""

TOLD_SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "a place that only people can fill in",
        r"\[to be filled in: (?P<asks>[^\]]+)\]",
        r"\[fylles ut: (?P<asks>[^\]]+)\]",
        told.gap,
    ),
    sentence(
        "people's own words",
        r"(?:The question follows )?As told under (?P<key>\w+)\.",
        r"(?:Problemstillingen følger )?As told under (?P<key>\w+)\.",
        told.told,
    ),
    *(sentence(f"there is none: {key}", en, nb, told.none(key)) for key, (en, nb) in NONE.items()),
    sentence(
        "the elements of the criteria",
        r"The eligibility criteria concerned "
        r"(?P<what>[^.(]+?)(?: \([^)]*\))?\.",
        r"Inklusjonskriteriene gjaldt (?P<what>[^.(]+?)(?: \([^)]*\))?\.",
        told.elements,
    ),
    sentence(
        "strategies and their limits",
        r"(?:The full search strategy is reported for|Limits in the search strategies:) <what>\.",
        r"(?:Den fullstendige søkestrategien er gjengitt for|Avgrensninger i søkestrategiene:) "
        r"<what>\.",
        fact.never("the searches have no strategies"),
    ),
    sentence(
        "titles that one person read alone",
        r"Only one person screened the titles and abstracts of <n> {record}\.",
        r"Bare én person vurderte tittel og sammendrag for <n> {record}\.",
        told.read_alone("screening"),
    ),
    sentence(
        "full texts that one person read alone",
        r"Only one person assessed the full texts of <n> {report}\.",
        r"Bare én person vurderte <n> {report} i fulltekst\.",
        told.read_alone("eligibility"),
    ),
    sentence(
        "hits that differ from the records",
        r"For <n> search(?:es)?, the source reported a different number of hits from the number of "
        r"records imported\.",
        r"For <n> søk oppga kilden et annet antall treff enn det som ble importert\.",
        told.differing,
    ),
    sentence(
        "groups that studies are presented in",
        r"The \w+ are presented in <n> groups? by [^.]*\.",
        r"\w+ er presentert i <n> grupper? etter [^.]*\.",
        told.presented,
    ),
    sentence(
        "variables",
        r"The following data were charted: <what>\.",
        r"Følgende variabler ble hentet ut: <what>\.",
        told.variables,
    ),
    sentence(
        "who extracted the data",
        r"<n> {person} extracted data from <m> \w+\.",
        r"<n> {person} hentet ut data fra <m> \w+\.",
        told.extractors,
    ),
    sentence(
        "data that two or more extracted",
        r"Two or more people extracted data from <n> of them\.",
        r"To eller flere personer hentet ut data fra <n> av dem\.",
        told.together,
    ),
    sentence(
        "data that another person checked",
        r"Another person checked the data from <n> of them\.",
        r"En annen person kontrollerte data fra <n> av dem\.",
        told.checked,
    ),
    sentence(
        "data that one person extracted alone",
        r"Only one person extracted data from <n> \w+, and no check by another person is "
        r"recorded\.",
        r"Bare én person hentet ut data fra <n> \w+, og det er ikke oppgitt at noen kontrollerte "
        r"dem\.",
        told.single,
    ),
    sentence(
        "studies that share participants",
        r"<n> \w+ shares? some of the participants with other included studies\.",
        r"<n> \w+ har delvis samme deltakere som andre inkluderte studier\.",
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
        r"Det siste søket ble utført <day>\.",
        told.last_search,
    ),
)
"""Further kinds, in addition to those of text_kinds.py."""
