"""The client for all services: who asks, how often, how long, and what is retried."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

from pipeline.errors import Fault, Refused
from pipeline.sources.answers import asked_wait
from pipeline.sources.bounded import Response, ResponseLine, TooLong, Unusable
from pipeline.sources.turns import Turns

TRIES = 5
"""Number of calls before giving up, with pauses of 1, 2, 4 and 8 seconds between them."""

TIMEOUT = 60.0
"""Seconds to wait for the next bytes of an answer; a batch of 200 records takes 2 to 10."""

ANSWER_SECONDS = 120.0
"""Most seconds for one answer; a large batch of 2 MB then has to come at 17 kB a second."""

CALL_SECONDS = 300.0
"""Most seconds for all tries of one call, including the pauses between them."""

SOURCE_SECONDS = 4 * 3600.0
"""Most seconds for all calls of one search: 100,000 records, at 10 s a batch, take 1.4 hours."""

FIRST_SECONDS = 20.0
"""Most seconds for the first answer of a service, with all tries: five hanging services delay an
update by less than two minutes. A service that has answered once is given more time."""

SILENT_SECONDS = 120.0
"""Seconds during which this process does not ask again a service that gave no first answer."""

NO_TIME = "the time limit for this service was reached"
"""The reason for a call that was not made because the time of its service was used up."""

LASTING = float("inf")
"""Used as the seconds to wait if no retry can help."""

ELSEWHERE = frozenset({301, 302, 404, 410})
"""Statuses that say that a service has no such thing, or has it under another name."""

CONTACT = "AJOUR_CONTACT"
"""The variable with the e-mail address at which services can reach the user."""

OFFLINE = "AJOUR_OFFLINE"
"""The variable that, if set, prevents all calls to other machines, whatever its value."""

Read = TypeVar("Read")

_silent: dict[str, float] = {}
"""When the time of services that gave no first answer ran out, by address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is known about a service in advance, from its own documentation.

    `variable` and `key` are the environment variables for another address and for a key;
    `key_parameter` and `contact_parameter` are the service's names for the key and the e-mail
    address. `rate` is in calls per second; `rate_known` is the rate for users who give a key or, if
    the service has no key, an e-mail address. `slow_down` are the statuses that ask for a slower
    pace.
    """

    name: str
    base: str
    variable: str
    rate: float
    rate_known: float
    key: str = ""
    key_parameter: str = "api_key"
    contact_parameter: str = ""
    slow_down: frozenset[int] = frozenset({429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The address of a service, who asks, and the limits. Key and e-mail are never shown."""

    name: str
    base: str
    interval: float
    agent: str = field(default="", repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    turns: Path | None = field(default=None, repr=False)
    tries: int = TRIES
    timeout: float = TIMEOUT
    answer_seconds: float = ANSWER_SECONDS
    call_seconds: float = CALL_SECONDS
    source_seconds: float = SOURCE_SECONDS
    slow_down: frozenset[int] = frozenset({429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One question: a path, its parameters, and the most bytes that the answer may have.

    With `form`, the parameters go in the body. With `may_lack`, a 404 means that the service has no
    such thing.
    """

    path: str
    parameters: Mapping[str, str]
    most: int
    form: bool = False
    may_lack: bool = False


class Unanswered(Exception):
    """A call without an answer after all tries; the message ends a sentence.

    `spent` says that the service's own limit was reached: it answers again another day. `status` is
    that of the last answer, 0 if none came.
    """

    def __init__(self, why: str, *, spent: bool = False, status: int = 0) -> None:
        super().__init__(why)
        self.spent, self.status = spent, status


class Lacking(Exception):
    """The service answered that it has no such thing."""


def access_of(service: Service, environment: Mapping[str, str]) -> Access:
    """The access to a service, as set by environment variables.

    Raises Refused if one of them cannot be used; neither key nor e-mail address is shown.
    """
    base = (environment.get(service.variable) or service.base).rstrip("/")
    names = [name for name in (service.key, CONTACT) if name]
    faults = [
        Fault(name, "this variable contains characters that cannot be sent")
        for name in names
        if not sendable(environment.get(name, ""))
    ]
    if not is_address(base):
        faults.append(Fault(service.variable, f"{base!r} is not an address like {service.base}"))
    if faults:
        raise Refused(
            f"{service.name} was not asked, because an environment variable is wrong.", faults
        )
    if environment.get(OFFLINE) and not on_this_machine(base):
        raise Refused(f"{service.name} was not asked, because the variable {OFFLINE} is set.")
    contact, key = environment.get(CONTACT, ""), environment.get(service.key, "")
    known = bool(key) or (bool(contact) and not service.key)
    sent = {service.key_parameter: key, service.contact_parameter: contact}
    return Access(
        name=service.name,
        base=base,
        interval=_interval(service, base, known=known),
        agent=agent(contact),
        secrets={name: value for name, value in sent.items() if name and value},
        turns=turns_of(base, environment),
        tries=TRIES,
        slow_down=service.slow_down,
    )


def _interval(service: Service, base: str, *, known: bool) -> float:
    """Seconds between two calls; services on this machine need no pause."""
    if on_this_machine(base):
        return 0.0
    return 1.0 / (service.rate_known if known else service.rate)


def sendable(text: str) -> bool:
    """Whether a key or an e-mail address can be sent in a header or a form."""
    return text.isprintable() and text.isascii()


def is_address(text: str) -> bool:
    """Whether a text is an address that may be called: with TLS, unless it is on this machine.

    >>> [is_address(one) for one in ("https://a.org/x", "http://127.0.0.1:8000", "http://a.org")]
    [True, True, False]
    """
    import httpx

    try:
        address = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return False
    if not text.isprintable() or " " in text or not address.host or address.userinfo:
        return False
    return address.scheme == "https" or (address.scheme == "http" and on_this_machine(text))


def on_this_machine(address: str) -> bool:
    """Whether an address is on this machine."""
    import httpx

    host = httpx.URL(address).host
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def turns_of(base: str, environment: Mapping[str, str]) -> Path | None:
    """The file with the turns of a service, shared by all processes of this user."""
    import httpx

    home = environment.get("XDG_CACHE_HOME") or (
        f"{environment['HOME']}/.cache" if environment.get("HOME") else ""
    )
    host = re.sub(r"[^A-Za-z0-9.-]+", "-", httpx.URL(base).netloc.decode("ascii", "replace"))
    return Path(home) / "ajour" / f"turns-{host}" if home.startswith("/") else None


@cache
def _program() -> str:
    try:
        return f"ajour/{version('ajour')}"
    except PackageNotFoundError:
        return "ajour"


def agent(contact: str) -> str:
    """The value of the header User-Agent: the program, and how to reach its user."""
    return f"{_program()} (mailto:{contact})" if contact else _program()


class ServiceClient:
    """Calls to one service; use as a context manager. `pause` takes seconds (for tests)."""

    def __init__(self, access: Access, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._access, self._pause = access, pause
        self._line = ResponseLine(access.timeout, access.agent)
        self._turns = Turns(access.turns)
        self._interval = access.interval
        self._until = time.monotonic() + access.source_seconds
        self._spent = self._answered = self._timed_out = False
        self._status = 0

    def __enter__(self) -> "ServiceClient":
        return self

    def __exit__(self, *_: object) -> None:
        self._line.__exit__()

    def ask(self, call: Call, read: Callable[[bytes], Read]) -> Read:
        """The result of `read` on the answer; the call is repeated if that may help.

        `read` raises Unusable if an answer is invalid; this counts as a failed call, since a
        dropped connection may look like a complete answer. Raises Unanswered, or Lacking if the
        call may lack what it asks for.
        """
        if time.monotonic() - _silent.get(self._access.base, -SILENT_SECONDS) < SILENT_SECONDS:
            raise Unanswered("ajour asked the service a moment ago and got no answer")
        try:
            return self._tried(call, read)
        except Unanswered:
            if not self._answered and self._timed_out:
                _silent[self._access.base] = time.monotonic()
            raise

    def _tried(self, call: Call, read: Callable[[bytes], Read]) -> Read:
        most = self._access.call_seconds
        patience = most if self._answered else min(most, FIRST_SECONDS)
        until = min(self._until, time.monotonic() + patience)
        why, wait, self._status = NO_TIME, 0.0, 0
        for attempt in range(self._access.tries):
            seconds = min(self._access.answer_seconds, until - time.monotonic())
            if seconds <= 0:
                break
            try:
                return read(self._content(call, seconds))
            except _Failed as fault:
                why, wait = str(fault), fault.wait
            except Unusable as fault:
                why, wait = str(fault), 0.0
            except UnicodeDecodeError:
                why, wait = "the answer is not text", 0.0
            if wait == LASTING:
                break
            wait = max(wait, 2.0**attempt)
            if attempt == self._access.tries - 1 or time.monotonic() + wait > until:
                break
            self._pause(wait)
        raise Unanswered(why, spent=self._spent, status=self._status)

    def _content(self, call: Call, seconds: float) -> bytes:
        """The body of one answer; raises _Failed, with the time to wait, if none came."""
        import httpx

        if self._spent:
            raise _Failed("the daily quota of the service is used up", wait=LASTING)
        wait = self._turns.take(self._interval)
        if wait > 0:
            self._pause(wait)
        self._turns.begin()
        try:
            answer = self._sent(call, seconds)
        except TooLong:
            self._timed_out = True
            raise _Failed(
                f"the service gave no complete answer within {seconds:.0f} seconds"
            ) from None
        except httpx.TimeoutException:
            self._timed_out = True
            timeout = min(self._access.timeout, seconds)
            raise _Failed(f"the service gave no answer within {timeout:g} seconds") from None
        except httpx.ConnectError:
            raise _Failed("the connection failed") from None
        except httpx.HTTPError:
            raise _Failed("the connection failed before the answer was complete") from None
        self._answered, self._status = True, answer.status
        # Go no faster than the service allows.
        self._interval = max(self._access.interval, asked_interval(answer.headers))
        if answer.status == 200:
            return answer.content
        raise self._failure(call, answer)

    def _sent(self, call: Call, seconds: float) -> Response:
        parameters = {**call.parameters, **self._access.secrets}
        url = f"{self._access.base}/{call.path}".rstrip("/")
        ask = self._line.post if call.form else self._line.get
        return ask(url, parameters, most=call.most, seconds=seconds)

    def _failure(self, call: Call, answer: Response) -> Exception:
        told = f"the service answered {answer.status}"
        if answer.status in ELSEWHERE and call.may_lack:
            return Lacking()
        if answer.status in self._access.slow_down:
            self._spent = budget_spent(answer.headers)
            if self._spent:
                return _Failed(f"{told}: the daily quota of the service is used up", wait=LASTING)
            wait = asked_wait(answer.headers)
            self._turns.hold(wait)
            return _Failed(told, wait=wait)
        if answer.status in {401, 403}:
            return _Failed(f"{told}: the key is missing or wrong", wait=LASTING)
        if answer.status != 408 and answer.status < 500:
            return _Failed(told, wait=LASTING)
        return _Failed(told, wait=asked_wait(answer.headers))


def asked_interval(headers: Mapping[str, str]) -> float:
    """Seconds between two calls that a service requests in its headers; 0 if it requests none.

    >>> asked_interval({"x-rate-limit-limit": "5", "x-rate-limit-interval": "1s"})
    0.2
    >>> asked_interval({"x-rate-limit-limit": "0", "x-rate-limit-interval": "1s"})
    0.0
    """
    calls = re.fullmatch(r"[1-9][0-9]{0,6}", headers.get("x-rate-limit-limit", "").strip())
    span = re.fullmatch(r"([0-9]{1,4})s?", headers.get("x-rate-limit-interval", "").strip())
    return min(float(span[1]) / float(calls[0]), 60.0) if calls and span else 0.0


def budget_spent(headers: Mapping[str, str]) -> bool:
    """Whether a service says that its budget for the day, and any paid one, is used up.

    >>> budget_spent({"x-ratelimit-remaining-usd": "0"})
    True
    >>> budget_spent({"x-ratelimit-remaining": "9"}), budget_spent({})
    (False, False)
    """
    for name in ("x-ratelimit-remaining-usd", "x-ratelimit-remaining"):
        if name in headers:
            paid = headers.get("x-ratelimit-prepaid-remaining-usd", "0")
            return not _positive(headers[name]) and not _positive(paid)
    return False


def _positive(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False


class _Failed(Exception):
    """A failed call, with the seconds to wait before the next; LASTING if retrying cannot help."""

    def __init__(self, why: str, *, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait
