# ruff: noqa: E501, SIM905 - one shape of a title, or one habit of a vendor, on a line
"""Words for invented reports: realistic titles, names and journals. None of them is real."""

import random

from tests.support.disturbed import SYLLABLES

TOPICS = tuple(
    "telework burnout loneliness commuting ventilation overtime boredom lighting posture noise "
    "sleep fatigue workload eyestrain migraine tinnitus insomnia anxiety absence turnover rostering "
    "mentoring supervision vaccination handwashing dehydration sunburn asthma rhinitis dermatitis "
    "hypertension gout anaemia obesity arthritis sciatica bursitis whiplash concussion dyslexia".split()
)
PEOPLE = tuple(
    "nurses teachers drivers welders bakers clerks miners pilots fishers farmers cooks porters "
    "cleaners divers tailors painters printers masons butchers couriers librarians actuaries".split()
)
PLACES = tuple(
    "Vestby Nordli Askvoll Brenna Torvik Solheim Ekerud Haugland Lindås Myrvoll Fossum Granli "
    "Storvik Bjerka Rognan Tunhovd Sandnes Kvitsund".split()
)
DESIGNS = (
    "a cohort study", "a cross-sectional survey", "a randomised controlled trial",
    "a qualitative interview study", "a case-control study", "results of a national register", "a diary study",
    "a scoping review", "an interrupted time series", "a mixed-methods evaluation",
)  # fmt: skip
LINKS = ("and", "as a predictor of", "before and after", "in relation to", "with and without")
GERMAN = (
    "Schlafstörungen und Arbeitszeit bei der Pflege von alten Menschen in {place}",
    "Die Belastung der Lehrkräfte durch Lärm in den Schulen von {place}",
    "Über den Einfluss der Schichtarbeit auf das Wohlbefinden von Beschäftigten in {place}",
)
CHINESE = tuple("Wang Li Zhang Liu Chen Yang Zhao Wu Xu Sun Kim Park Choi Yilmaz Kaya Nagy".split())
CHINESE_GIVEN = tuple(
    "Xiaoming Jing Haoran Yufei Minseo Jiwoo Emre Ayse Zoltan Wei Qiang Lan".split()
)


def name(draw: random.Random) -> str:
    """ "Family, Given Middle" of somebody who does not exist."""
    if draw.random() < 0.15:
        return f"{draw.choice(CHINESE)}, {draw.choice(CHINESE_GIVEN)}"
    family = "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 4))).capitalize()
    if draw.random() < 0.08:
        family = f"van {family}"
    if draw.random() < 0.06:
        family = f"{family}-{''.join(draw.choice(SYLLABLES) for _ in range(2)).capitalize()}"
    given = "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 3))).capitalize()
    middle = f" {draw.choice('ABDEGHJKLMRT')}." if draw.random() < 0.4 else ""
    accented = given.replace("e", "é", 1) if draw.random() < 0.05 else given
    return f"{family}, {accented}{middle}"


def title(draw: random.Random) -> str:
    first, second, third = draw.sample(TOPICS, 3)
    who, where = draw.choice(PEOPLE), draw.choice(PLACES)
    shapes = (
        f"{first} {draw.choice(LINKS)} {second} among {who} in {where}: {draw.choice(DESIGNS)}",
        f"The effect of {first} on {second} and {third} in {draw.randint(3, 95)}0 {who} of {where}",
        f"Does {first} explain {second} in {who}? {draw.choice(DESIGNS)} from {where}",
        f"Prevention of {first} and {second} at work: {draw.choice(DESIGNS)} of {who} in {where}",
        f"{first}, {second} and {third} in {who}: {draw.choice(DESIGNS)} in {where}",
    )
    said = draw.choice(shapes)
    return said[0].upper() + said[1:]


def journal(draw: random.Random) -> str:
    fields = ("Occupational", "Environmental", "Nursing", "Rural", "Industrial", "Preventive",
              "Clinical", "Experimental", "Social", "Applied")  # fmt: skip
    things = ("Medicine", "Health", "Ergonomics", "Psychology", "Epidemiology", "Rehabilitation")
    heads = ("Journal of {}", "Annals of {}", "Scandinavian Archives of {}", "{} Research",
             "International Review of {}", "Acta {}", "BMC {}", "{} and Practice")  # fmt: skip
    return draw.choice(heads).format(f"{draw.choice(fields)} {draw.choice(things)}")
