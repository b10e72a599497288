"""Who is answered at all: our own address, our own page, a known link, and not too often."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic
from urllib.parse import urlsplit

from starlette.datastructures import Headers

OFTEN = 100.0
"""Requests a second that one link may make for long: ten times as many as the quickest reader."""

BURST = 400.0
"""Requests that it may make at once."""

GUESSES = 2.0
"""Requests a second without a known link from one address, for long."""

GUESS_BURST = 30.0

LARGEST_HEADERS = 32 * 1024
"""Bytes of what a browser says before a body; ours says about 1 kB."""

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
"""What every answer says to the browser: it loads from here alone, and shows it in no other page.

The address holds the secret of the link; it goes to nobody as a referrer and into no cache.
"""


@dataclass(slots=True)
class _Bucket:
    """How many requests somebody may still make, and when that was so."""

    left: float
    at: float


@dataclass(slots=True, kw_only=True)
class RateLimit:
    """So many requests a second for long, and so many at once, for each key."""

    often: float
    burst: float
    buckets: dict[str, _Bucket] = field(default_factory=dict)

    def allows(self, key: str) -> bool:
        """Whether one more may be made now."""
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
    """Under which names the page is reached: each as scheme and host with its port."""

    origins: tuple[str, ...]

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser may send as Host."""
        return frozenset(urlsplit(one).netloc.lower() for one in self.origins)


def refusal(headers: Headers, address: Address, *, document: bool) -> str | None:
    """The key of why a request is refused, whoever makes it; None where it is not.

    A page of another site may lead to ours, but may ask nothing of it: it sends its own Origin, or
    the browser says that the request comes from another site (Fetch Metadata). Another name that
    leads here is not ours (DNS rebinding). A program that sends no Origin has no other site's page
    behind it; the token of our own page is asked of it all the same.
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
    """What is kept of a link: who reads the store learns no link."""
    return sha256(b"ajour link\n" + secret.encode("utf-8", "replace")).hexdigest()


def new_secret() -> str:
    """A secret that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


class PageToken:
    """What a page proves with that it was served by us: bound to its link, new at every start."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def of(self, digest: str) -> str:
        """The token of a link."""
        return hmac.new(self._key, digest.encode(), sha256).hexdigest()

    def fits(self, digest: str, token: str) -> bool:
        """Whether a token is that of a link."""
        return hmac.compare_digest(self.of(digest).encode(), token.encode("utf-8", "replace"))
