"""The language of a title, as far as its small words or its letters show it."""

_SMALL = {
    "english": "the of and in for with on among from by an is are after to",
    "german": "der die das und von mit bei fur im den des eine einer zur zum auf nach zwischen",
    "french": "le la les des et du dans chez une un sur pour par avec aux au",
    "spanish": "el la los las y en del con para una un por entre sobre su",
    "portuguese": "o os as e em da do dos das com para uma um por entre na no",
    "italian": "il lo la gli e di del della nel nella con per una un tra dei delle",
    "scandinavian": "og i av pa for til med hos blant blandt ved fra et en om och att bland som ar",
    "dutch": "de het een van en bij met voor op tussen naar door",
    "polish": "w i na z oraz do u dla po przez",
    "turkish": "ve ile bir icin olan arasinda",
    "finnish": "ja on sekä seka ovat",
}
_BY_WORD: dict[str, frozenset[str]] = {
    word: frozenset(name for name, small in _SMALL.items() if word in small.split())
    for small in _SMALL.values()
    for word in small.split()
}


def title_language(key: str) -> str:
    """The language of a title key, or its script if not Latin; "" if it is unclear.

    >>> title_language("sleep of nurses in the north"), title_language("schlaf und arbeit")
    ('english', 'german')
    >>> title_language("sovn og arbeid hos sykepleiere i nord"), title_language("telework burnout")
    ('scandinavian', '')
    """
    if any(letter >= "\u0370" for letter in key):
        return "other script"
    votes: dict[str, float] = {}
    for word in key.split():
        for name in _BY_WORD.get(word, ()):
            votes[name] = votes.get(name, 0.0) + 1 / len(_BY_WORD[word])
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])
    clear = ranked and ranked[0][1] >= 1 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return ranked[0][0] if clear else ""
