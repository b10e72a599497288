"""What is pending, in the words of the flow."""

from collections.abc import Mapping

from exports.language.catalogue import Language, Words, number


def pending_words(pending: Mapping[str, int], language: Language) -> str:
    """What still waits for a decision, by the boxes of the flow; "" where nothing does.

    >>> pending_words({"not_yet_screened_records": 3, "not_yet_sought_reports": 0}, "en")
    'Not yet screened (n = 3).'
    """
    words, other_way = Words(language, "flow"), Words(language, "report")["other_way"]
    told = []
    for box, count in pending.items():
        name = box.removeprefix("other_").rpartition("_")[0]
        if count:
            label = words(name, n=number(count, language))
            other = f" ({other_way})" if box.startswith("other_") else ""
            told.append(f"{label}{other}")
    return f"{'; '.join(told)}." if told else ""
