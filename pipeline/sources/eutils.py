"""A small client of NCBI's E-utilities: two calls, kept to the rate limit, tried again."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from pipeline.errors import Refused

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
TRIES = 5
"""Calls made before giving up; with pauses of 1, 2, 4 and 8 seconds between them."""

TIMEOUT = 60.0
"""Seconds to wait for an answer; a batch of 200 records takes 2 to 10."""

RATE = {False: 3.0, True: 10.0}
"""Calls a second that NCBI allows, without and with an API key (E-utilities guide, 2024)."""

LONGEST_WAIT = 60.0
"""Seconds that a server may ask to wait (Retry-After) and be heeded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where E-utilities are, and who asks. The key and the address are never shown."""

    base: str = NCBI
    email: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    rate: float | None = None

    @property
    def interval(self) -> float:
        """Seconds between the beginnings of two calls."""
        return 1.0 / (self.rate or RATE[bool(self.api_key)])


def server_of(environment: Mapping[str, str]) -> Server:
    """The server by the variables NCBI_EMAIL, NCBI_API_KEY and AJOUR_EUTILS_URL.

    >>> server_of({"AJOUR_EUTILS_URL": "http://127.0.0.1:8000/", "NCBI_API_KEY": "secret"})
    Server(base='http://127.0.0.1:8000', timeout=60.0, rate=None)
    """
    return Server(
        base=(environment.get("AJOUR_EUTILS_URL") or NCBI).rstrip("/"),
        email=environment.get("NCBI_EMAIL", ""),
        api_key=environment.get("NCBI_API_KEY", ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, and where the server keeps it for fetching."""

    count: int
    ids: tuple[str, ...]
    webenv: str
    query_key: str
    translation: str = ""
    warnings: tuple[str, ...] = ()


class Client:
    """Calls to one server; use as a context manager. `pause` takes seconds (for tests)."""

    def __init__(self, server: Server, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._server, self._pause = server, pause
        self._client = httpx.Client(timeout=server.timeout, follow_redirects=False)
        self._last = float("-inf")

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def search(self, term: str, **limits: str | int) -> Found:
        """Esearch with history. `limits` are its further parameters (retmax, mindate, ...)."""
        asked = {"db": "pubmed", "term": term, "usehistory": "y", "retmode": "json", **limits}
        answer = self._call("esearch.fcgi", asked, _found)
        assert isinstance(answer, Found)
        return answer

    def fetch(self, found: Found, start: int, size: int, check: Callable[[str], str | None]) -> str:
        """Efetch of one batch as nbib; `check` says what is wrong with a text, or None.

        A text that is wrong counts as a failed call, since a cut connection may look like one
        that ended well.
        """
        asked: dict[str, str | int] = {
            "db": "pubmed", "WebEnv": found.webenv, "query_key": found.query_key,
            "retstart": start, "retmax": size, "rettype": "medline", "retmode": "text",
        }  # fmt: skip

        def read(response: httpx.Response) -> str:
            text = response.content.decode("utf-8", "strict")
            wrong = check(text)
            if wrong:
                raise _Unusable(wrong)
            return text

        answer = self._call("efetch.fcgi", asked, read)
        assert isinstance(answer, str)
        return answer

    def _call(
        self,
        path: str,
        asked: Mapping[str, str | int],
        read: Callable[[httpx.Response], object],
    ) -> object:
        """One call, tried again where that may help; refused in one sentence where it does not.

        Everything goes in the body, so that no log of addresses holds the key.
        """
        data = {key: str(value) for key, value in asked.items()} | self._who()
        why = ""
        for attempt in range(TRIES):
            wait = 2.0 ** (attempt - 1) if attempt else 0.0
            try:
                self._keep_rate()
                response = self._client.post(f"{self._server.base}/{path}", data=data)
                if response.status_code == 200:
                    return read(response)
                why = f"it answered {response.status_code}"
                if response.status_code not in {408, 429} and response.status_code < 500:
                    break
                wait = max(2.0**attempt, _asked_wait(response))
            except httpx.TimeoutException:
                why = f"no answer within {self._server.timeout:g} seconds"
            except httpx.HTTPError as fault:
                why = f"the connection failed ({type(fault).__name__})"
            except (_Unusable, UnicodeDecodeError) as fault:
                why = str(fault) if isinstance(fault, _Unusable) else "the answer is not text"
            if attempt < TRIES - 1:
                self._pause(max(wait, 2.0**attempt))
        raise Refused(f"PubMed: {why}; nothing was taken. Try again later.")

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


class _Unusable(Exception):
    """An answer that came but can not be used."""


def _asked_wait(response: httpx.Response) -> float:
    asked = response.headers.get("retry-after", "")
    return min(float(asked), LONGEST_WAIT) if asked.isdigit() else 0.0


def _found(response: httpx.Response) -> Found:
    try:
        result = response.json()["esearchresult"]
        if "ERROR" in result:
            raise _Unusable(f"it answered: {str(result['ERROR'])[:200]}")
        warned = {**result.get("errorlist", {}), **result.get("warninglist", {})}
        return Found(
            count=int(result["count"]),
            ids=tuple(str(one) for one in result.get("idlist", ())),
            webenv=str(result.get("webenv", "")),
            query_key=str(result.get("querykey", "")),
            translation=str(result.get("querytranslation", "")),
            warnings=tuple(f"{kind}: {one}" for kind in sorted(warned) for one in warned[kind]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _Unusable("its answer is not that of a search") from None
