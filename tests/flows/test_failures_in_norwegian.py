"""Whatever fails, a Norwegian letter says so in Norwegian."""

import re
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.reporting.failure_words import failures_in
from pipeline.languages import catalogue
from tests.support.english_in_outputs import Data, english
from tests.support.fake_service import FalseService, as_json, serving

NONE = Data(each=frozenset(), whole="")
CLASS = re.compile(r"\b[A-Z]\w+(?:Error|Exception|Timeout)\b")
COMMAND = re.compile(
    r"ajour [a-z]+(?: --[a-z-]+| [A-Z]+\b| \S*/\S*)*|\[\[search\]\]|translation = |\(query\)"
    r"|\b\w+\.csv\b"
)
ENGLISH_TEXTS = catalogue("en")["failures"]
NESTED = ("sources", "reasons", "things", "places")
SENTENCES = [key for key in ENGLISH_TEXTS if key not in NESTED]

SEARCHES = """
[integrity]
file = "watch.csv"

[full_text]
open_access = true

[records]
fill = true

[other_references]
file = "others.ris"

[[search]]
name = "europepmc"
round = "2"
source = "Europe PMC"
fetch = "europepmc"
query = "telework"

[[search]]
name = "openalex"
round = "2"
source = "OpenAlex"
fetch = "openalex"
query = "api_key=x"

[[search]]
name = "trials"
round = "2"
source = "ClinicalTrials.gov"
kind = "register"
fetch = "clinicaltrials"
query = "telework"

[[search]]
name = "pubmed"
round = "2"
source = "PubMed"
fetch = "pubmed"
query = "telework"

[[search]]
name = "translated"
round = "2"
source = "PubMed"
fetch = "pubmed"
strategy = "lines.txt"

[[search]]
name = "unreadable"
round = "2"
source = "PubMed"
fetch = "pubmed"
strategy = "wrong.txt"
"""


def in_norwegian(text: str) -> list[str]:
    """The English pieces of a text, and names of Python's classes; commands are quoted as such."""
    return [*english(COMMAND.sub("", text), NONE), *CLASS.findall(text)]


@pytest.fixture
def norwegian(review: Path) -> Path:
    """A Norwegian review that asks every service, with a fault in each of its files."""
    path = review / "review.toml"
    text = path.read_text("utf-8").replace('language = "en"', 'language = "nb"')
    text = text.replace("run_on = 2024-01-10\n", 'run_on = 2024-01-10\nstrategy = "wrong.txt"\n')
    path.write_text(text.replace("Small review", "Liten oversikt") + SEARCHES, "utf-8")
    (review / "watch.csv").write_text("a,b\n1,2\n")
    (review / "others.ris").write_text("nothing of the kind\n")
    (review / "lines.txt").write_text("1 telework*.mp. 400\n2 work adj3 home 300\n3 1 or 2 500\n")
    (review / "wrong.txt").write_text("1 telework*.mp. 400\n2 ((work 300\n3 1 or 2 500\n")
    (review / "template.nb.md").write_text("{{ nothing }} {% if %}")
    (review / "studies.csv").write_text("id,design\n1,\n", "utf-8")
    (review / "searches/1/wos/half.ris").write_bytes(b"\0\1\2")
    return review


SERVICES = ("EUTILS", "EUROPEPMC", "OPENALEX", "CLINICALTRIALS", "CROSSREF", "UNPAYWALL")


@pytest.mark.parametrize("trouble", ["401", "cut", "hang", "offline"])
def test_a_norwegian_letter_has_no_english_whatever_fails(
    trouble: str, norwegian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.sources.client.TRIES", 1)
    monkeypatch.setattr("pipeline.sources.client.FIRST_SECONDS", 0.2)
    monkeypatch.setattr("pipeline.sources.eutils.TRIES", 1)
    monkeypatch.setenv("AJOUR_OFFLINE", "1" if trouble == "offline" else "")
    service = FalseService(lambda path, asked: as_json({}), troubles=[trouble] * 99)
    with serving(service) as base:
        if trouble != "offline":
            for name in SERVICES:
                monkeypatch.setenv(f"AJOUR_{name}_URL", base)
        done = update(norwegian)
    told = done.letter.partition("## Feil og hva du må gjøre")[2].partition("\n## ")[0]
    assert told.count("\n- ") == len(done.failed) >= 12
    assert in_norwegian(done.letter) == []
    assert not CLASS.search("\n".join(done.failed))
    assert "half.ris ble ikke importert" in told
    assert "svaret kunne ikke brukes" not in told, "each reason has its words"


def values(template: str) -> dict[str, str]:
    """What a sentence may have in its places."""
    told = {"why": "the service answered 500", "told": "medline.ris: it is odd."}
    return {
        name: told.get(name, "3 records" if name == "about" else f"{name}1")
        for name in re.findall(r"\{(\w+)\}", template)
    }


@pytest.mark.parametrize("key", SENTENCES)
def test_each_sentence_of_a_failure_is_known_again(key: str) -> None:
    template = ENGLISH_TEXTS[key]
    fault = "\n  - line 9, column 2: the moon was full\n  - rows 3 to 5 and 9: the same"
    (told,) = failures_in("nb", [f"{template.format(**values(template))}{fault}"])
    assert in_norwegian(told) == []
    if "{where}" in catalogue("nb")["failures"][key]:
        assert "(feil på linje 9, rad 3 til 5 og 9)" in told
    start = catalogue("nb")["failures"][key].partition("{")[0]
    assert told.startswith(start)


@pytest.mark.parametrize("section", ["sources", "reasons"])
def test_each_reason_of_a_failure_is_known_again(section: str) -> None:
    around = ENGLISH_TEXTS["source"] if section == "sources" else ENGLISH_TEXTS["integrity"]
    for key, template in ENGLISH_TEXTS[section].items():
        filled = template.format(**values(template))
        part = {"told": filled} if section == "sources" else {"why": filled}
        (told,) = failures_in("nb", [around.format(**{**values(around), **part})])
        assert in_norwegian(told) == [], key
        ours = catalogue("nb")["failures"][section][key]
        assert re.split(r"\{\w+\}", ours)[-1].rstrip(".") in told, key


def test_several_services_are_named_in_norwegian() -> None:
    words = {"service": "Crossref, OpenAlex and PubMed", "about": "2 reports", "why": "timeout"}
    (told,) = failures_in("nb", [ENGLISH_TEXTS["integrity"].format(**words)])
    assert "Crossref, OpenAlex og PubMed kunne ikke" in told


def test_what_nobody_foresaw_is_norwegian_too() -> None:
    (told,) = failures_in("nb", ["odd.ris: the moon was full and the tide is out."])
    assert told.startswith("odd.ris: ")
    assert in_norwegian(told) == []
    assert failures_in("en", ["odd.ris: the moon"]) == ("odd.ris: the moon",)
