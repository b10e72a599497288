"""How fast the criteria of the review on working from home are read; prints, asserts nothing.

Each measurement runs in a process of its own, so that start-up and memory are its own.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random

CRITERIA = Path(__file__).resolve().parents[2] / "screening_rules" / "hjemmekontor.toml"
SENTENCES = (
    "The pandemic moved office work into homes in many countries within days.",
    "We examined how working from home is related to stress and sleep among employees.",
    "A total of 1,204 respondents completed an online questionnaire between May and June 2020.",
    "Participants were followed over three waves with the same instruments at baseline and later.",
    "Telework intensity was associated with lower work-family conflict but with more isolation.",
    "Multilevel models were adjusted for age, sex, education, occupation and household size.",
    "Patients in remote communities received consultations by video during the lockdown.",
    "Semi-structured interviews with managers were analysed thematically by two researchers.",
    "Supervisors' support and autonomy moderated the relation between home office and burnout.",
    "The findings suggest that hybrid arrangements call for new forms of leadership.",
    "No difference in productivity was found between days at home and days at the office.",
    "Neck pain increased among those who lacked a separate room and an adjustable chair.",
    "Further longitudinal studies are needed before firm conclusions can be drawn.",
    "Vaccination status, symptoms and travel were recorded with a validated instrument.",
)
"""Sentences of abstracts, of our own writing."""

NAMES = [a + b for a in ("lor", "mus", "tiv", "qua", "ben", "dol") for b in ("ane", "ish", "omet")]
"""Syllables of words that no abstract holds, so that the vocabulary grows as a real one does."""


def measure(size: int) -> None:
    """Read the criteria on records made from a seed; print seconds and memory of this process.

    Seconds of the processor stand beside those of the clock, which other work makes longer.
    """
    start = time.perf_counter()
    from pipeline.records import Record, RecordId
    from screening_rules.criteria_file import read_criteria
    from screening_rules.verdicts import assess

    random = Random(1)
    records = []
    for number in range(size):
        words = [random.choice(NAMES) + random.choice(NAMES) for _ in range(40)]
        abstract = " ".join([*random.choices(SENTENCES, k=14), *words])
        title = random.choice(SENTENCES)[:70]
        record = Record(id=RecordId(str(number)), title=title, abstract=abstract, year=2022)
        records.append(record)
    made, made_cpu = time.perf_counter(), time.process_time()
    found = list(assess(records, read_criteria(CRITERIA)))
    end, end_cpu = time.perf_counter(), time.process_time()
    words_read = sum(len(record.abstract.split()) for record in records if record.abstract)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(found):>7,} records of {words_read / size:.0f} words: {end - made:6.2f} s to read "
        f"({end_cpu - made_cpu:.2f} s of the processor), {end - start:6.2f} s with making them and "
        f"start-up, {memory:.0f} MB"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        for size in ("1000", "10000"):
            subprocess.run([sys.executable, "-m", __spec__.name, size], check=True)
