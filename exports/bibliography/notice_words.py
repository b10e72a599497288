"""The notices of a report in words: retracted, doubted, corrected, published."""

from collections.abc import Sequence

from exports.language.catalogue import Language, Words
from exports.language.dates import long_date
from pipeline.review.notices import NoticeFlag


def flag_words(flag: NoticeFlag, language: Language) -> str:
    """One notice: what, since when, by which number, and who says so."""
    words = Words(language, "notices")
    told = words[flag.kind]
    since = words("since", day=long_date(flag.on, language)) if flag.on else ""
    sources = [words["its_record"] if one == "its record" else one for one in flag.sources]
    notices = words("notice", notices=", ".join(flag.notices)) if flag.notices else ""
    return f"{told}{since} ({', '.join(sources)}{notices})"


def flags_words(flags: Sequence[NoticeFlag], language: Language) -> str:
    """All notices of a report, the most serious first."""
    return "; ".join(flag_words(flag, language) for flag in flags)
