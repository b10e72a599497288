"""Every kind of sentence in the manuscript, in both languages, with its fact.

A new sentence of the program needs a line here, or the test fails, so that nobody adds a sentence
without defining what makes it true. In a pattern, <n>, <m> and <k> are numbers in digits or words,
<what> is any text, and a word in {braces} is one of the language's `WORDS`.
"""

from tests.support.true_sentences import sentence_facts as fact
from tests.support.true_sentences.sentences import Sentence, sentence
from tests.support.true_sentences.told_kinds import TOLD_SENTENCES
from tests.support.true_sentences.written import NUMBER

SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "the sources that were searched",
        r"We (?:also )?searched <n> (?P<way>databases?|study registr(?:y|ies)|websites?"
        r"|organisations?|citation sources?): <places>\)\.",
        r"Vi søkte (?:også )?(?:i|på|hos) <n> (?P<way>databaser?|studieregist(?:er|re)"
        r"|nettsted(?:er)?|organisasjon(?:er)?|siteringskilder?): <places>\)\.",
        fact.searched,
    ),
    sentence(
        "the searches were run in so many rounds",
        r"The searches were run in <n> rounds\.",
        r"Søkene ble gjennomført i <n> runder\.",
        fact.rounds,
    ),
    sentence(
        "a place that waits to be filled in",
        r"\[to be filled in\]",
        r"\[fylles ut\]",
        fact.waits,
    ),
    sentence(
        "so many people screened",
        r"<n> {person}(?: independently)? screened (?:titles and abstracts|records)[^.;]*{each}\.",
        r"<n> {person} vurderte (?:titler og sammendrag|referanser)[^.;]*{each}\.",
        fact.people_at("screening"),
    ),
    sentence(
        "so many people assessed full texts",
        r"<n> {person}(?: independently)? (?:assessed|read) (?:the )?full texts?[^.;]*{each}\.",
        r"<n> {person} (?:vurderte|leste) fulltekst\w*[^.;]*{each}\.",
        fact.people_at("eligibility"),
    ),
    sentence(
        "so many were read by two, and so many by one",
        r"Of the {reports} decided on, <n> {was} assessed by two or more people and <m> by one\.",
        r"Av {reports} som er avgjort, ble <n> vurdert av to eller flere personer og <m> av én\.",
        fact.read_by_two_and_one,
    ),
    sentence(
        "so many were read again",
        r"In a second look, <n> {record} screened by only one person {was} screened again: [^.]*\.",
        r"<n> {record} som bare én person hadde vurdert, ble vurdert på nytt: [^.]*\.",
        fact.read_again,
    ),
    sentence(
        "so many decisions changed",
        r"<n> {record} that had been (?:excluded|included) {was} (?:included after all|excluded)\.",
        r"<n> {record} som var (?:ekskludert|inkludert), ble (?:tatt med videre|ekskludert)\.",
        fact.read_again,
    ),
    sentence(
        "no decision changed",
        r"No decisions were changed\.",
        r"Ingen avgjørelse ble endret\.",
        fact.always,
    ),
    sentence(
        "so many second readings differ",
        r"The two assessments differ on <n> {record}; "
        r"(?:this disagreement has|these disagreements have) not been resolved yet\.",
        r"De to vurderingene er ulike for <n> {record}, og uenigheten er ikke avgjort ennå\.",
        fact.read_again,
    ),
    sentence(
        "no full text was assessed",
        r"No full texts have been assessed yet\.",
        r"Ingen fulltekster er vurdert ennå\.",
        fact.not_assessed,
    ),
    sentence(
        "disagreements were settled",
        r"[Dd]isagreements? \(n = <n>\)[^.]*(?:settled|resolved)[^.]*\.",
        r"[Uu]enighet\w* \(n = <n>\)[^.]*(?:løst|avgjort)[^.]*\.",
        fact.settled,
    ),
    sentence(
        "agreement and kappa",
        r"Agreement was (?P<share>\d+)% \((?P<agreed>\d+) of (?P<both>\d+)"
        r"(?:; kappa (?P<kappa>-?\d\.\d+))?\)\.",
        r"Enigheten var (?P<share>\d+) % \((?P<agreed>\d+) av (?P<both>\d+)"
        r"(?:; kappa (?P<kappa>-?\d,\d+))?\)\.",
        fact.agreement,
    ),
    sentence(
        "duplicates were removed",
        r"Before screening, <n> duplicates? identified by software and <m> identified manually "
        r"were removed\.",
        r"Dubletter ble fjernet før screeningen: <n> dublett(?:er)? ble funnet maskinelt og <m> "
        r"manuelt\.",
        fact.duplicates,
    ),
    sentence(
        "no duplicates were found",
        r"No duplicates were found\.",
        r"Ingen dubletter ble funnet\.",
        fact.no_duplicates,
    ),
    sentence(
        "ranking decided the order",
        r"The ranking determined the order in which records were read\.",
        r"Rangeringen bestemte rekkefølgen referansene ble lest i\.",
        fact.read_in_order,
    ),
    sentence(
        "ranking excluded nothing",
        r"The ranking only determined the order in which records were read; no records were "
        r"excluded on the basis of it\.",
        r"Rangeringen bestemte bare rekkefølgen referansene ble lest i; ingen referanser ble "
        r"utelukket på grunnlag av den\.",
        fact.ranking,
    ),
    sentence(
        "left unread by the stopping rule",
        r"(?:Under a stopping rule, )?<n> {record} {was} left unread[^.]*\.",
        r"(?:I tråd med en stoppregel ble )?<n> {record} (?:ble )?ikke lest[^.]*\.",
        fact.box("all_automation_stopping_records"),
    ),
    sentence(
        "removed by a criterion",
        r"<n> {record} {was} removed automatically by the eligibility criteria[^.]*\.",
        r"<n> {record} ble fjernet automatisk etter inklusjonskriteriene[^.]*\.",
        fact.box("all_automation_criteria_records"),
    ),
    sentence(
        "the author's note", r"An earlier overview[^.]*\.", r"An earlier overview[^.]*\.", fact.note
    ),
    sentence(
        "the earlier review",
        r"This review updates [^.]*\.",
        r"Oversikten er en oppdatering av [^.]*\.",
        fact.previous,
    ),
    sentence(
        "so many were screened and excluded",
        r"We screened <n> {record} on title and abstract and excluded <m>\.",
        r"Vi vurderte <n> {record} på tittel og sammendrag og ekskluderte <m>\.",
        fact.screened,
    ),
    sentence(
        "so many were screened and excluded (item 14)",
        r"We screened <n> {record} on title and abstract and <m> were excluded\.",
        r"<n> {record} ble vurdert på tittel og sammendrag, og <m> ble ekskludert\.",
        fact.screened,
    ),
    sentence(
        "taken up without screening",
        r"Other methods identified <n> {report} that went directly to full-text assessment\.",
        r"Med andre metoder ble <n> {report} funnet og vurdert direkte i fulltekst\.",
        fact.never("every report of these reviews is screened"),
    ),
    sentence(
        "so many could not be retrieved",
        r"We could not retrieve <n> {report}\.",
        r"Vi fikk ikke tak i <n> {report} i fulltekst\.",
        fact.box("all_not_retrieved_reports"),
    ),
    sentence(
        "so many are ongoing",
        r"<n> {report} (?:describes an ongoing study|describe ongoing studies)\.",
        r"<n> {report} er fra (?:en pågående studie|pågående studier)\.",
        fact.box("all_ongoing_reports"),
    ),
    sentence(
        "so many await classification",
        r"<n> {report} awaits? classification\.",
        r"<n> {report} venter på klassifisering\.",
        fact.box("all_awaiting_reports"),
    ),
    sentence(
        "so many were assessed",
        r"(?:We assessed <n> {report} in full text|We assessed the full text of <k> {report})\.",
        r"(?:Vi vurderte <n> {report} i fulltekst|<k> {report} ble vurdert i fulltekst)\.",
        fact.assessed,
    ),
    sentence(
        "so many were assessed, with reasons",
        r"We assessed <n> {report} in full text and excluded <m>: <reasons>\.",
        r"Vi vurderte <n> {report} i fulltekst og ekskluderte <m>: <reasons>\.",
        fact.assessed_and_excluded,
    ),
    sentence(
        "reasons for exclusion",
        r"Reasons for exclusion at full-text assessment: (?:none|<reasons>)\.",
        r"Eksklusjonsårsaker i fulltekst: (?:ingen|<reasons>)\.",
        fact.reasons,
    ),
    sentence(
        "studies and reports that were included",
        r"We included <n> {study} \(<m> {report}\)\.",
        r"(?:Vi inkluderte )?<n> {study} \(<m> {report}\)(?: ble inkludert)?\.",
        fact.box("new_studies", "all_included_reports"),
    ),
    sentence(
        "so many were included",
        r"We included <n> (?P<what>{study}|{report})\.",
        r"(?:Vi inkluderte <n> (?P<what>{study}|{report})"
        r"|<k> (?P<also>{study}|{report}) ble inkludert)\.",
        fact.included,
    ),
    sentence(
        "years of publication",
        rf"(?i:{NUMBER}) {{was}} published in \d{{4}}(?:(?:,| and) (?:{NUMBER}) in \d{{4}})*\.",
        rf"(?i:{NUMBER}) ble publisert i \d{{4}}(?:(?:,| og) (?:{NUMBER}) i \d{{4}})*\.",
        fact.years,
    ),
    sentence(
        "contexts",
        r"The \w+ were grouped by time of data collection: <what>\.",
        r"\w+ ble gruppert etter tidspunkt for datainnsamling: <what>\.",
        fact.contexts,
    ),
    sentence(
        "countries",
        r"The \w+ had data from <n> (?:country|countries): <lands>(?P<several>; one \w+ may have "
        r"data from several countries)?\.",
        r"\w+ hadde data fra <n> land: <lands>(?P<several>; en \w+ kan ha data fra flere land)?\.",
        fact.countries,
    ),
    sentence(
        "outcomes",
        r"(?:<n> \w+ reported [^.]*outcome[^.]*|The \w+ reported these outcomes: [^.]*)\.",
        r"(?:<n> \w+ rapporterte utfall [^.]*|\w+ rapporterte disse utfallene: [^.]*)\.",
        fact.never("the review has no categories of outcomes"),
    ),
    sentence(
        "a note to the author",
        r"Note: <what>\.",
        r"Merk: <what>\.",
        fact.never("a note to the author does not stand in the manuscript"),
    ),
    sentence(
        "no data have been extracted",
        r"No data have been extracted yet\.",
        r"Ingen data er hentet ut ennå\.",
        fact.no_data,
    ),
    sentence(
        "data were extracted from n of m",
        r"[Dd]ata were extracted from <n> of (?:the )?<m>[^.]*\.",
        r"[Dd]ata (?:er|ble) hentet ut fra <n> av (?:de )?<m>[^.]*\.",
        fact.extracted,
    ),
    sentence(
        "what is still to be decided",
        r"Preliminary: <n> "
        r"(?:{record} or {report} still to be decided|have not been decided yet)\.",
        r"Foreløpig: <n> (?:{record} eller {report} )?er ikke ferdig vurdert\.",
        fact.pending,
    ),
    sentence(
        "the flow diagram shows each step",
        r"The flow diagram shows each step\.",
        r"Flytskjemaet viser hvert trinn\.",
        fact.always,
    ),
    *TOLD_SENTENCES,
)
"""The kinds in the order in which they are tried."""
