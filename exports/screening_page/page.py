"""The page itself: one HTML file, one script and one style sheet, as one file or three."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from exports.language.catalogue import Language
from exports.office_files import printable
from exports.page_files import page_file, page_template
from pipeline.decisions import Stage
from pipeline.languages import catalogue, languages

PACKAGE = "exports.screening_page"

NOT_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""Characters that would end or begin a script element; JSON reads them back unchanged."""

FLAGS = ("random check", "no abstract", "very short", "other language", "retracted")
"""The flags of a report; their texts are those of the lists."""

SAYS = ("met", "not met", "unclear")


def page_script() -> str:
    """The script of the page."""
    return page_file(PACKAGE, "page.js")


def page_style() -> str:
    """The style sheet of the page."""
    return page_file(PACKAGE, "page.css")


def page_words() -> dict[Language, dict[str, str]]:
    """The texts of the page in every language: its own, and those of verdicts, flags and so on."""
    return {language: _words(catalogue(language)) for language in languages()}


def _words(said: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    lists = said["candidates"]
    return {
        **said["page"],
        **{f"verdict.{name}": word for name, word in said["verdicts"].items()},
        **{f"stage.{stage.value}": said["stages"][stage.value] for stage in Stage},
        **{f"says.{name}": lists[name] for name in SAYS},
        **{f"flag.{name}": lists[name] for name in FLAGS},
        **{f"type.{code}": word for code, word in said["page_types"].items()},
    }


def served_page(*, language: Language, title: str, token: str) -> str:
    """The page as a server sends it: style and script are separate files, nothing is inline.

    The script sends the token back with every request.
    """
    return _page(language=language, title=title, token=token)


def file_page(start: Mapping[str, Any], cards: Sequence[Mapping[str, Any]]) -> str:
    """The page as one file containing its cards, which works from disk without a network.

    The script receives the text of records as JSON and inserts it only as text. The page's policy
    allows its own style and script, by their hashes, and no address at all.
    """
    data = json.dumps(
        {"start": start, "cards": cards}, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    style, script = page_style(), page_script()
    policy = (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; "
        f"script-src 'sha256-{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    return _page(
        language=start["language"],
        title=start["review"]["title"],
        style=style,
        script=script,
        policy=policy,
        data=printable(data).translate(NOT_IN_SCRIPT),
    )


def _page(
    *,
    language: Language,
    title: str,
    **parts: str,
) -> str:
    absent = dict.fromkeys(("token", "style", "script", "policy", "data"), "")
    texts = [(one, catalogue(one)["page"]["no_script"]) for one in languages()]
    return page_template(PACKAGE, "page.html").render(
        language=language, title=title, no_script=texts, **(absent | parts)
    )


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
