"""The cues that take a mention back, where the criteria give none of their own."""

import tomllib
from importlib.resources import files

from screening_rules.criteria import Negation


def default_negation() -> Negation:
    """Cues from everyday English and Norwegian, for criteria that give none of their own."""
    text = (files("screening_rules") / "negation.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    return Negation(
        cues=tuple(values["cues"]), turned=tuple(values["turned"]), reach=values["reach"]
    )
