"""Decides which requests are answered: the right address, page and link, and not too many."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic
from urllib.parse import urlsplit

from starlette.datastructures import Headers

OFTEN = 100.0
"""Requests per second that one link may make for long: ten times those of the fastest reader."""

BURST = 400.0
"""Requests that one link may make at once."""

GUESSES = 2.0
"""Requests per second that one address may make for long without a known link."""

GUESS_BURST = 30.0

LARGEST_HEADERS = 32 * 1024
"""Maximum bytes of a request's headers; a browser at our page sends about 1 kB."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""Headers of every answer: the page loads files from here only, and no other page can show it.

The address contains the link's secret, so it is never sent as a referrer and never cached.
"""


@dataclass(slots=True)
class _Bucket:
    """The number of requests that a key may still make, and the time of that count."""

    left: float
    at: float


@dataclass(slots=True, kw_only=True)
class RateLimit:
    """A limit for each key: so many requests per second for long, and so many at once."""

    often: float
    burst: float
    buckets: dict[str, _Bucket] = field(default_factory=dict)

    def allows(self, key: str) -> bool:
        """Whether one more request may be made now."""
        now = monotonic()
        if len(self.buckets) > 10_000:
            self.buckets.clear()
        bucket = self.buckets.setdefault(key, _Bucket(self.burst, now))
        bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.often)
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The names under which the page is reached: each as scheme and host with port."""

    origins: tuple[str, ...]

    @property
    def hosts(self) -> frozenset[str]:
        """The values of Host that a browser may send."""
        return frozenset(urlsplit(one).netloc.lower() for one in self.origins)


def refusal(headers: Headers, address: Address, *, document: bool) -> str | None:
    """The key of the reason for refusing a request, whoever makes it; None if it is accepted.

    A page of another site may link to ours but may send no requests to it: such requests have that
    site's Origin, or are marked as coming from another site (Fetch Metadata). Other names that
    resolve to our address are refused (DNS rebinding). A program that sends no Origin acts for no
    other site, and it must send our page's token all the same.
    """
    if [one.lower() for one in headers.getlist("host")] not in [[one] for one in address.hosts]:
        return "wrong_host"
    origins = headers.getlist("origin")
    if any(one.lower() not in address.origins for one in origins):
        return "wrong_origin"
    site = headers.get("sec-fetch-site", "none")
    leads_here = document and headers.get("sec-fetch-mode", "navigate") == "navigate"
    if site not in ("none", "same-origin") and not leads_here:
        return "wrong_origin"
    return None


def digest_of_secret(secret: str) -> str:
    """The stored digest of a link's secret: readers of the store cannot learn the link."""
    return sha256(b"ajour link\n" + secret.encode("utf-8", "replace")).hexdigest()


def new_secret() -> str:
    """A secret of 256 random bits."""
    return secrets.token_urlsafe(32)


class PageToken:
    """Proves that we served a page, by a token bound to the page's link and new at every start."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def of(self, digest: str) -> str:
        """The token of a link."""
        return hmac.new(self._key, digest.encode(), sha256).hexdigest()

    def fits(self, digest: str, token: str) -> bool:
        """Whether a token belongs to a link."""
        return hmac.compare_digest(self.of(digest).encode(), token.encode("utf-8", "replace"))
