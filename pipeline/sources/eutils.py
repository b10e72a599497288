"""A small client of NCBI's E-utilities: two calls, kept to the rate limit, tried again."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.errors import Fault, Refused
from pipeline.sources.answers import SearchResult, asked_wait, found_in
from pipeline.sources.bounded import ResponseLine, TooLong, Unusable

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
TRIES = 5
"""Calls made before giving up; with pauses of 1, 2, 4 and 8 seconds between them."""

TIMEOUT = 60.0
"""Seconds to wait for the next bytes of an answer; a batch of 200 records takes 2 to 10."""

ANSWER_SECONDS = 120.0
"""Seconds that one answer may take in all; 2 MB, a large batch, come at 17 kB a second then."""

CALL_SECONDS = 300.0
"""Seconds for all tries of one call with the pauses between them."""

SOURCE_SECONDS = 4 * 3600.0
"""Seconds for everything that one search asks: 100,000 records, at 10 s a batch, take 1.4 hours."""

MOST_SEARCH = 4 << 20
"""Bytes of an answer to esearch; 9,999 PMIDs are 0.13 MB."""

MOST_BATCH = 64 << 20
"""Bytes of an answer to efetch; 200 records are 1 to 2 MB, one with 5,000 authors is about 1."""

LASTING = float("inf")
"""Seconds to wait where no trying again can help."""

RATE = {False: 3.0, True: 10.0}
"""Calls a second that NCBI allows, without and with an API key (E-utilities guide, 2024)."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where E-utilities are, and who asks. The key and the address are never shown."""

    base: str = NCBI
    email: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    rate: float | None = None
    answer_seconds: float = field(default=ANSWER_SECONDS, repr=False)
    call_seconds: float = field(default=CALL_SECONDS, repr=False)
    source_seconds: float = field(default=SOURCE_SECONDS, repr=False)

    @property
    def interval(self) -> float:
        """Seconds between the beginnings of two calls."""
        return 1.0 / (self.rate or RATE[bool(self.api_key)])


def server_of(environment: Mapping[str, str]) -> Server:
    """The server by the variables NCBI_EMAIL, NCBI_API_KEY and AJOUR_EUTILS_URL.

    Raises Refused where one of them can not be used; the key and the e-mail address are not shown.

    >>> server_of({"AJOUR_EUTILS_URL": "http://127.0.0.1:8000/", "NCBI_API_KEY": "secret"})
    Server(base='http://127.0.0.1:8000', timeout=60.0, rate=None)
    """
    base = (environment.get("AJOUR_EUTILS_URL") or NCBI).rstrip("/")
    faults = [
        Fault(name, "holds letters that can not be sent")
        for name in ("NCBI_EMAIL", "NCBI_API_KEY")
        if not environment.get(name, "").isprintable()
    ]
    if not _is_address(base):
        faults.append(Fault("AJOUR_EUTILS_URL", f"{base!r} is no address like {NCBI}"))
    if faults:
        raise Refused("PubMed was not asked; the environment needs mending.", faults)
    return Server(
        base=base,
        email=environment.get("NCBI_EMAIL", ""),
        api_key=environment.get("NCBI_API_KEY", ""),
    )


def _is_address(text: str) -> bool:
    import httpx

    try:
        address = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return False
    return address.scheme in {"http", "https"} and bool(address.host) and _is_plain(text)


def _is_plain(text: str) -> bool:
    return text.isprintable() and " " not in text


class Client:
    """Calls to one server; use as a context manager. `pause` takes seconds (for tests)."""

    def __init__(self, server: Server, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._server, self._pause = server, pause
        self._line = ResponseLine(server.timeout)
        self._last = float("-inf")
        self._until = time.monotonic() + server.source_seconds

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._line.__exit__()

    def search(self, term: str, **limits: str | int) -> SearchResult:
        """Esearch with history. `limits` are its further parameters (retmax, mindate, ...)."""
        asked = {"db": "pubmed", "term": term, "usehistory": "y", "retmode": "json", **limits}
        return self._call("esearch.fcgi", asked, found_in, MOST_SEARCH)

    def fetch(
        self, found: SearchResult, start: int, size: int, check: Callable[[str], str | None]
    ) -> str:
        """Efetch of one batch as nbib; `check` says what is wrong with a text, or None.

        A text that is wrong counts as a failed call, since a cut connection may look like one
        that ended well.
        """
        asked: dict[str, str | int] = {
            "db": "pubmed", "WebEnv": found.webenv, "query_key": found.query_key,
            "retstart": start, "retmax": size, "rettype": "medline", "retmode": "text",
        }  # fmt: skip

        def read(content: bytes) -> str:
            text = content.decode("utf-8", "strict")
            wrong = check(text)
            if wrong:
                raise Unusable(wrong)
            return text

        return self._call("efetch.fcgi", asked, read, MOST_BATCH)

    def _call(
        self,
        path: str,
        asked: Mapping[str, str | int],
        read: Callable[[bytes], Read],
        most: int,
    ) -> Read:
        """One call, tried again where that may help; refused in one sentence where it does not.

        Everything goes in the body, so that no log of addresses holds the key.
        """
        data = {key: str(value) for key, value in asked.items()} | self._who()
        until = min(self._until, time.monotonic() + self._server.call_seconds)
        why = "there was no time left to ask"
        for attempt in range(TRIES):
            seconds = min(self._server.answer_seconds, until - time.monotonic())
            if seconds <= 0:
                break
            try:
                return read(self._content(path, data, most=most, seconds=seconds))
            except _Failed as fault:
                why, wait = str(fault), fault.wait
            except Unusable as fault:
                why, wait = str(fault), 0.0
            except UnicodeDecodeError:
                why, wait = "the answer is not text", 0.0
            wait = max(wait, 2.0**attempt)
            if attempt == TRIES - 1 or wait == LASTING or time.monotonic() + wait > until:
                break
            self._pause(wait)
        raise Refused(f"PubMed: {why}; nothing was taken. Try again later.")

    def _content(self, path: str, data: Mapping[str, str], *, most: int, seconds: float) -> bytes:
        """The body of one answer; _Failed, with how long to wait, where none came."""
        import httpx

        try:
            self._keep_rate()
            url = f"{self._server.base}/{path}"
            answer = self._line.post(url, data, most=most, seconds=seconds)
        except TooLong:
            raise _Failed(f"no whole answer within {seconds:.0f} seconds") from None
        except httpx.TimeoutException:
            timeout = min(self._server.timeout, seconds)
            raise _Failed(f"no answer within {timeout:g} seconds") from None
        except httpx.HTTPError as fault:
            raise _Failed(f"the connection failed ({type(fault).__name__})") from None
        if answer.status == 200:
            return answer.content
        told = f"it answered {answer.status}"
        if answer.status not in {408, 429} and answer.status < 500:
            raise _Failed(told, wait=LASTING)
        raise _Failed(told, wait=asked_wait(answer.headers))

    def _who(self) -> dict[str, str]:
        who = {"tool": "ajour"}
        if self._server.email:
            who["email"] = self._server.email
        if self._server.api_key:
            who["api_key"] = self._server.api_key
        return who

    def _keep_rate(self) -> None:
        since = time.monotonic() - self._last
        if since < self._server.interval:
            self._pause(self._server.interval - since)
        self._last = time.monotonic()


class _Failed(Exception):
    """A call that brought nothing, and the seconds to wait before the next; LASTING for none."""

    def __init__(self, why: str, *, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait
