"""The process that reads PDFs: whatever a file does to this process, the program goes on.

Reads one JSON object per line (path, first, last) and answers in lines: `pages` with the file's
metadata, `text` for each requested page, `end` with the state of the file.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

MEMORY = 2 << 30
"""Most bytes of memory for reading a PDF; whole books take a tenth of it."""

PROCESSOR_SECONDS = 3600
"""Most seconds of processor time for this process, in case the program that started it is gone."""

LONGEST_PAGE = 200_000
"""Most letters of a page that are passed on; a dense page has 10,000."""

LONGEST_VALUE = 1_000
"""Most letters of a title or a subject that are passed on."""


def main() -> None:
    """Read the requested files until no more requests come."""
    logging.disable(logging.CRITICAL)
    _bound_itself()
    for line in sys.stdin:
        for told in _told(json.loads(line)):
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()


def _bound_itself() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        bounds = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, PROCESSOR_SECONDS))
        for kind, wanted in bounds:
            _, most = resource.getrlimit(kind)
            bound = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
            resource.setrlimit(kind, (bound, most))


def _told(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    try:
        yield from _read(asked)
    except MemoryError:
        yield {"end": "broken", "why": "reading this PDF takes too much memory"}
    except Exception as fault:  # noqa: BLE001 - a library for strangers' files raises whatever it meets
        yield {"end": "broken", "why": type(fault).__name__}


def _read(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(asked["path"])
    if reader.is_encrypted:
        try:
            # Publishers block printing and copying with an empty password, which opens the text.
            opened = bool(reader.decrypt(""))
        except (DependencyError, NotImplementedError):
            opened = False
        if not opened:
            yield {"end": "encrypted", "why": ""}
            return
    yield {"pages": len(reader.pages), **_metadata(reader)}
    for page in islice(reader.pages, asked["first"], asked["last"]):
        try:
            text = page.extract_text()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one faulty page of many must not hide the others
            text = ""
        yield {"text": text[:LONGEST_PAGE].encode("utf-8", "replace").decode()}
    yield {"end": "read", "why": ""}


def _metadata(reader: Any) -> dict[str, str]:
    """The file's metadata: its title, and the field in which publishers put the DOI."""
    found: dict[str, str] = {}
    with suppress(Exception):
        values = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
        found["title"] = values.get("/Title", "")[:LONGEST_VALUE]
        places = ("/doi", "/DOI", "/WPS-ARTICLEDOI", "/prism:doi", "/Subject", "/Title")
        found["named"] = "\n".join(values.get(one, "") for one in places)[:LONGEST_VALUE]
    return found


if __name__ == "__main__":
    main()
