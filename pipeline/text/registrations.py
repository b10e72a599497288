"""Registration numbers of trials, each under the short name of its register."""

import re

_PATTERNS = {
    "nct": r"NCT\s?\d{8}",
    "ctis": r"(?:(?:EU CT|EUCT|CTIS)[\s:-]*)?20\d\d-5\d{5}-\d\d-\d\d",
    "euctr": r"EUCTR\s?20\d\d-\d{6}-\d\d(?:-[A-Z]{2,3})?",
    "eudract": r"(?:EudraCT(?: Number)?[\s:]*)?20\d\d-\d{6}-\d\d",
    "isrctn": r"ISRCTN\s?\d{8}",
    "actrn": r"ACTRN\s?\d{14}p?",
    "chictr": r"ChiCTR[-A-Z]*\d{8,10}",
    "ctri": r"CTRI/\d{4}/\d{2,3}/\d{5,6}",
    "drks": r"DRKS\s?\d{8}",
    "irct": r"IRCT\d{8,16}N\d{1,3}",
    "itmctr": r"ITMCTR\d{10}",
    "jprn": r"JPRN-\w[\w-]{4,20}|jRCTs?\d{9,12}|UMIN\d{9}|JapicCTI-\d{6}",
    "kct": r"KCT\d{7}",
    "lbctr": r"LBCTR\d{8,12}",
    "ntr": r"NTR\d{1,5}|NL-OMON\d{3,6}|NL\d{4,5}",
    "pactr": r"PACTR\d{12,16}",
    "per": r"PER-\d{3}-\d\d",
    "rbr": r"RBR-[a-z0-9]{5,8}",
    "rpcec": r"RPCEC\d{8}",
    "slctr": r"SLCTR/\d{4}/\d{3}",
    "tctr": r"TCTR\d{8,11}",
}
"""Registers of the WHO's network (ICTRP) and the form of their numbers."""

WHOLE = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
ANY = re.compile("|".join(f"(?:{one})" for one in _PATTERNS.values()), re.IGNORECASE)
WITHIN = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    + "|".join(f"(?:{one})" for name, one in _PATTERNS.items() if name not in {"ntr", "per"})
    + r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)
REGISTERS = re.compile(
    r"clinicaltrials\.gov|clinicaltrialsregister\.eu|euclinicaltrials\.eu|trialsearch\.who\.int|"
    r"who\.int/trialsearch|isrctn\.com|controlled-trials\.com|anzctr\.org|drks\.de|chictr\.org|"
    r"ctri\.nic\.in|irct\.|umin\.ac\.jp|jrct\.|cris\.nih\.go\.kr|pactr\.|ensaiosclinicos\.gov|"
    r"slctr\.lk|thaiclinicaltrials|trialregister\.nl|onderzoekmetmensen|rpcec\.sld",
    re.IGNORECASE,
)
"""Hosts of registers, whose addresses contain the number of a registration."""

LEAD = re.compile(r"(?:EU CT|EUCT|CTIS|EudraCT(?: Number)?)[\s:-]*(?=\d)", re.IGNORECASE)
TRIAL = re.compile(r"20\d\d-\d{6}-\d\d")

LONGEST = 40
"""Characters up to which a value can be the number of a registration."""


def registration(text: str) -> tuple[str, str] | None:
    """The register and the number, if a text is exactly the number of a registration.

    >>> registration("NCT09000001"), registration("ISRCTN 12345678"), registration("Nordmann, K.")
    (('nct', 'NCT09000001'), ('isrctn', 'ISRCTN12345678'), None)
    >>> registration("EudraCT: 2023-000001-10"), registration("2023-500001-10-00")
    (('eudract', '2023-000001-10'), ('ctis', '2023-500001-10-00'))
    """
    text = text.strip()
    if not 3 < len(text) <= LONGEST or not ANY.fullmatch(text):
        return None
    for name, pattern in WHOLE.items():
        if pattern.fullmatch(text):
            return name, _tidy(name, text)
    return None


def _tidy(name: str, text: str) -> str:
    text = LEAD.sub("", text).replace(" ", "")
    return text.upper() if name in {"nct", "euctr", "isrctn", "actrn", "drks"} else text


def registration_of(address: str) -> tuple[str, str] | None:
    """The register and the number in the address of a registration.

    >>> registration_of("https://clinicaltrials.gov/study/NCT09000001?tab=results")
    ('nct', 'NCT09000001')
    >>> registration_of("https://example.org/NCT09000001") is None
    True
    """
    match = WITHIN.search(address) if REGISTERS.search(address) else None
    return registration(match[0]) if match else None


def trial_number(name: str, number: str) -> str | None:
    """The European number of the trial, from that of one country's registration of it.

    >>> trial_number("euctr", "EUCTR2023-000001-10-NO")
    '2023-000001-10'
    """
    match = TRIAL.search(number) if name == "euctr" else None
    return match[0] if match else None
