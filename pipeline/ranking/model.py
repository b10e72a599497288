"""Everything needed to repeat a ranking bit for bit, as bytes without pickle."""

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.ranking.citations import WorkVocabulary
from pipeline.ranking.settings import Settings
from pipeline.ranking.vocabulary import Lexicon, TermVocabulary

FORMAT, WITH_WORKS = 2, 3
"""Layout versions of the bytes, without and with cited works; others are refused. In version 1, of
ajour 0.1, terms were numbered and not hashed; a store keeps such models and the first update ranks
again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Vocabulary, the weight of each term in a score, and how a score becomes a probability.

    `slopes` are those of the vocabulary's columns and, after them, of the cited works; `works` is
    None if citations are not used.

    A probability is 1 / (1 + exp(-(steepness * score + offset))); `sigmoid` has the two, or
    is None if there were too few decisions.
    """

    vocabulary: TermVocabulary
    slopes: NDArray[np.float64]
    intercept: float
    sigmoid: tuple[float, float] | None
    settings: Settings
    works: WorkVocabulary | None = None

    def scores(self, rows: sparse.csr_array) -> NDArray[np.float64]:
        """The score of each row over the columns of the vocabulary and the cited works."""
        return np.asarray(rows @ self.slopes + self.intercept)

    def probabilities(self, scores: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The probability that each score means an include, or None."""
        if self.sigmoid is None:
            return None
        steepness, offset = self.sigmoid
        return np.asarray(1 / (1 + np.exp(-(steepness * scores + offset))))

    def digest(self) -> str:
        """The SHA-256 of everything in the model, in hexadecimal."""
        return sha256(_text(self)).hexdigest()

    def to_bytes(self) -> bytes:
        """The model as compressed JSON; the same model gives the same digest anywhere."""
        return zlib.compress(_text(self))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Model":
        """The model that `to_bytes` wrote; ValueError if it has another layout."""
        stored: dict[str, Any] = json.loads(zlib.decompress(data))
        if stored["format"] not in {FORMAT, WITH_WORKS}:
            raise ValueError(
                f"this is a model of format {stored['format']}; expected format {FORMAT}"
            )
        works = stored.get("works")
        return cls(
            vocabulary=TermVocabulary(
                common=tuple(stored["common"]),
                phrases=_lexicon(stored["phrases"]),
                trigrams=_lexicon(stored["trigrams"]),
            ),
            slopes=_array(stored["slopes"], "<f8").astype(np.float64),
            intercept=float.fromhex(stored["intercept"]),
            sigmoid=_sigmoid(stored["sigmoid"]),
            settings=Settings(**stored["settings"]),
            works=WorkVocabulary(lexicon=_lexicon(works), share=works["share"]) if works else None,
        )


def _sigmoid(stored: list[str] | None) -> tuple[float, float] | None:
    """The two numbers of the sigmoid, written in hexadecimal so that no bit is lost."""
    return (float.fromhex(stored[0]), float.fromhex(stored[1])) if stored else None


def _text(model: Model) -> bytes:
    """The model as JSON; arrays little-endian in base 64."""
    vocabulary = model.vocabulary
    stored: dict[str, Any] = {
        "format": FORMAT,
        "settings": asdict(model.settings),
        "intercept": model.intercept.hex(),
        "sigmoid": [one.hex() for one in model.sigmoid] if model.sigmoid else None,
        "common": vocabulary.common,
        "phrases": _of_lexicon(vocabulary.phrases),
        "trigrams": _of_lexicon(vocabulary.trigrams),
        "slopes": _written(model.slopes.astype("<f8")),
    }
    if model.works:
        works = _of_lexicon(model.works.lexicon) | {"share": model.works.share}
        stored |= {"format": WITH_WORKS, "works": works}
    return json.dumps(stored, ensure_ascii=False, sort_keys=True).encode()


def _of_lexicon(lexicon: Lexicon) -> dict[str, str]:
    """A lexicon for JSON."""
    return {
        "keys": _written(lexicon.keys.astype("<i4")),
        "idf": _written(lexicon.idf.astype("<f8")),
        "rare": lexicon.rare.hex(),
    }


def _lexicon(stored: dict[str, Any]) -> Lexicon:
    """The lexicon that `_of_lexicon` wrote."""
    return Lexicon(
        keys=_array(stored["keys"], "<i4").astype(np.int32),
        idf=_array(stored["idf"], "<f8").astype(np.float64),
        rare=float.fromhex(stored["rare"]),
    )


def _written(values: NDArray[Any]) -> str:
    """An array's bytes in base 64."""
    return b64encode(values.tobytes()).decode()


def _array(text: str, kind: str) -> NDArray[Any]:
    """The array that `_written` wrote."""
    return np.frombuffer(b64decode(text), dtype=kind)
