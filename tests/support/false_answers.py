"""Wrong answers of PubMed: a good one with each value made wrong in turn, and noise."""

import json
import random
from collections.abc import Iterator
from typing import Any

GOOD: dict[str, Any] = {
    "header": {"type": "esearch", "version": "0.3"},
    "esearchresult": {
        "count": "3", "retmax": "3", "retstart": "0", "querykey": "1", "webenv": "MCID_66",
        "idlist": ["30000001", "30000002", "30000003"], "querytranslation": "telework",
        "errorlist": {"phrasesnotfound": ["teleworkk"], "fieldsnotfound": []},
        "warninglist": {"phrasesignored": ["of"], "outputmessages": []},
    },
}  # fmt: skip

BATCH = "\n".join(
    f"PMID- {pmid}\nOWN - NLM\nDP  - 2021 Mar\nTI  - Working from home {pmid}\nAU  - Nordmann K\n"
    f"AB  - Telework.\n      More of it.\nJT  - Journal of Cheer\nSO  - J Cheer. 2021 Mar.\n"
    for pmid in GOOD["esearchresult"]["idlist"]
)

WRONG = (
    "null", "true", "false", "0", "-1", "1.5", "NaN", "Infinity", "-Infinity", "1e400", "1e5",
    "9" * 30, "9" * 10_000, "[]", "{}", "[null]", "[[]]", "[1]", '{"a": 1}', '""', '"-1"', '"x"',
    '"\\u00b2"', '"\\u0663"', '"\\ud800"', '"\\u0000"', '"3\\n"', '" 3"', '"+3"', '"3.0"',
    '["30000001", "30000001", "30000001"]', '["30000001", "", "\\u0000"]', '["../../x"]',
    "[" * 100_000, '{"a":' * 100_000, '"' + "x" * 100_000 + '"', "", "nul", "\x00",
)  # fmt: skip
"""Wrong values to put anywhere, as JSON or as text that only looks like JSON."""


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    if isinstance(value, dict | list):
        for key in keys:
            yield from _places(value[key], (*path, key))


def false_searches() -> Iterator[bytes]:
    """A good answer to esearch with each value in turn made wrong, left out or doubled."""
    for path in _places(GOOD):
        for wrong in WRONG:
            yield _with(path, wrong)
        if path:
            yield _with(path, None)
            yield _with(path, "twice")


def _with(path: tuple[str | int, ...], wrong: str | None) -> bytes:
    if not path:
        return (wrong or "").encode()
    answer = json.loads(json.dumps(GOOD))
    parent = answer
    for key in path[:-1]:
        parent = parent[key]
    last: Any = path[-1]
    if wrong is None:
        del parent[last]
        return json.dumps(answer).encode()
    was = json.dumps(parent[last])
    parent[last] = "@@"
    text = json.dumps(answer)
    if wrong == "twice":
        again = f', "{last}": "9"' if isinstance(last, str) else ', "9"'
        return text.replace('"@@"', was + again).encode()
    return text.replace('"@@"', wrong).encode()


def noise(good: bytes, number: int, *, seed: int) -> Iterator[bytes]:
    """A good answer with some bytes changed, lost, doubled or moved; the same for the same seed."""
    draw = random.Random(seed)
    odd = (b"\0", b"\xff", b"\r", b"\xed\xa0\x80", b"PMID- 1\n", b"\n\n", b'"', b"[" * 999, b"\x1a")
    for _ in range(number):
        bytes_ = bytearray(good)
        for _ in range(draw.randint(1, 4)):
            at, end = sorted(draw.randrange(len(bytes_) + 1) for _ in range(2))
            kind = draw.randrange(5)
            if kind == 0:
                bytes_[at:at] = draw.choice(odd)
            elif kind == 1 and at < len(bytes_):
                bytes_[at] = draw.randrange(256)
            elif kind == 2:
                del bytes_[at : min(end, at + 40)]
            elif kind == 3:
                bytes_[at:at] = bytes_[at : min(end, at + 200)]
            else:
                del bytes_[at:]
        yield bytes(bytes_)
