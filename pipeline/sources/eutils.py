"""NCBI's E-utilities: two calls, made through the client shared by all services."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pipeline.errors import Fault, Refused
from pipeline.sources import client
from pipeline.sources.answers import SearchResult, found_in
from pipeline.sources.bounded import Unusable
from pipeline.sources.client import (
    ANSWER_SECONDS,
    CALL_SECONDS,
    SOURCE_SECONDS,
    TIMEOUT,
    Access,
    Call,
    ServiceClient,
    Unanswered,
    is_address,
    on_this_machine,
    turns_of,
)

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"

TRIES = client.TRIES
"""Number of calls made before giving up."""

MOST_SEARCH = 4 << 20
"""Maximum bytes of an answer to esearch; 9,999 PMIDs are 0.13 MB."""

MOST_BATCH = 64 << 20
"""Maximum bytes of an answer to efetch; 200 records are 1 to 2 MB, one of 5,000 authors is 1."""

RATE = {False: 3.0, True: 10.0}
"""Calls per second that NCBI allows, without and with an API key (E-utilities guide, 2024)."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The address of E-utilities, and who asks. The key and the e-mail address are never shown."""

    base: str = NCBI
    email: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    rate: float | None = None
    answer_seconds: float = field(default=ANSWER_SECONDS, repr=False)
    call_seconds: float = field(default=CALL_SECONDS, repr=False)
    source_seconds: float = field(default=SOURCE_SECONDS, repr=False)
    turns: Path | None = field(default=None, repr=False)

    @property
    def interval(self) -> float:
        """Seconds between the starts of two calls."""
        return 1.0 / (self.rate or RATE[bool(self.api_key)])

    @property
    def access(self) -> Access:
        """The server's settings for the client shared by all services."""
        who = {"tool": "ajour", "email": self.email, "api_key": self.api_key}
        return Access(
            name="PubMed",
            base=self.base,
            interval=self.interval,
            agent=client.agent(self.contact),
            secrets={name: value for name, value in who.items() if value},
            turns=self.turns,
            tries=TRIES,
            timeout=self.timeout,
            answer_seconds=self.answer_seconds,
            call_seconds=self.call_seconds,
            source_seconds=self.source_seconds,
        )


def server_of(environment: Mapping[str, str]) -> Server:
    """The server set by the variables NCBI_EMAIL, NCBI_API_KEY and AJOUR_EUTILS_URL.

    Raises Refused if one of them cannot be used; the key and the e-mail address are not shown.

    >>> server_of({"AJOUR_EUTILS_URL": "http://127.0.0.1:8000/", "NCBI_API_KEY": "secret"})
    Server(base='http://127.0.0.1:8000', timeout=60.0, rate=None)
    """
    base = (environment.get("AJOUR_EUTILS_URL") or NCBI).rstrip("/")
    faults = [
        Fault(name, "this variable contains characters that cannot be sent")
        for name in ("NCBI_EMAIL", "NCBI_API_KEY", client.CONTACT)
        if not client.sendable(environment.get(name, ""))
    ]
    if not is_address(base):
        faults.append(Fault("AJOUR_EUTILS_URL", f"{base!r} is not an address like {NCBI}"))
    if faults:
        raise Refused("PubMed was not asked, because an environment variable is wrong.", faults)
    if environment.get(client.OFFLINE) and not on_this_machine(base):
        raise Refused(f"PubMed was not asked, because the variable {client.OFFLINE} is set.")
    contact = environment.get(client.CONTACT, "")
    return Server(
        base=base,
        email=environment.get("NCBI_EMAIL", "") or contact,
        api_key=environment.get("NCBI_API_KEY", ""),
        contact=contact,
        turns=turns_of(base, environment),
    )


class Client:
    """Calls to one server; use as a context manager. `pause` takes seconds (for tests)."""

    def __init__(self, server: Server, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._client = ServiceClient(server.access, pause=pause)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.__exit__()

    def search(self, term: str, **limits: str | int) -> SearchResult:
        """Esearch with history. `limits` are its further parameters (retmax, mindate, ...)."""
        asked = {"db": "pubmed", "term": term, "usehistory": "y", "retmode": "json", **limits}
        return self._call("esearch.fcgi", asked, found_in, MOST_SEARCH)

    def fetch(
        self, found: SearchResult, start: int, size: int, check: Callable[[str], str | None]
    ) -> str:
        """Efetch of one batch as nbib; `check` says what is wrong with a text, or None.

        A faulty text counts as a failed call, since a dropped connection may look like a complete
        answer.
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
        """One call; refused in one sentence if retrying does not help.

        Everything is sent in the body, so the key is in no log of addresses.
        """
        parameters = {key: str(value) for key, value in asked.items()}
        try:
            return self._client.ask(
                Call(path=path, parameters=parameters, most=most, form=True), read
            )
        except Unanswered as fault:
            raise Refused(f"PubMed: {fault}. Nothing was imported. Try again later.") from None
