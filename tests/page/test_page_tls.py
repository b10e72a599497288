"""With a certificate the page speaks TLS alone, under the name that the certificate has."""

import datetime
import http.client
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.page.serve import PageOptions, refuse_unusable
from flows.review.session import at_work
from pipeline.errors import Refused
from pipeline.store.decisions import decisions
from tests.support.page_reviews import Made, copied
from tests.support.page_server import begun, ended, links
from tests.support.screening_browser import chromium, press

PASSPHRASE = serialization.BestAvailableEncryption(b"words")
OPEN = serialization.NoEncryption()


def certified(
    folder: Path, how: serialization.KeySerializationEncryption = OPEN
) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself, and its key; both as PEM."""
    folder.mkdir(exist_ok=True)
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    day = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(day - datetime.timedelta(days=1))
        .not_valid_after(day + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    places = folder / "page.pem", folder / "page.key"
    places[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pkcs8 = serialization.PrivateFormat.PKCS8
    places[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, pkcs8, how))
    return places


@pytest.fixture(scope="module")
def secured(
    made: Made, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Path, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("tls")
    review, (certificate, key) = copied(made(12), folder), certified(folder)
    words = ("--team", "--host", "localhost", "--certificate", str(certificate), "--key", str(key))
    process, lines = begun(review, *words)
    yield review, certificate, links(lines)
    assert ended(process) == ""


def test_the_page_is_served_by_tls_alone_and_its_links_say_so(
    secured: tuple[Path, Path, dict[str, str]],
) -> None:
    _, certificate, known = secured
    assert set(known) == {"ann", "bo"}
    parts = urlsplit(known["ann"])
    assert (parts.scheme, parts.hostname) == ("https", "localhost")
    trusted = ssl.create_default_context(cafile=str(certificate))
    asked = http.client.HTTPSConnection(parts.netloc, context=trusted, timeout=30)
    asked.request("GET", parts.path)
    answer = asked.getresponse()
    assert answer.status == 200
    assert b"ajour-token" in answer.read()
    assert answer.getheader("Set-Cookie") is None
    asked.request("GET", f"{parts.path}api/start", headers={"Origin": f"http://{parts.netloc}"})
    assert asked.getresponse().status == 403
    asked.close()
    with closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as plain:
        plain.request("GET", parts.path)
        with pytest.raises((http.client.HTTPException, OSError)):
            plain.getresponse()


@pytest.mark.slow
def test_a_browser_decides_by_https(secured: tuple[Path, Path, dict[str, str]]) -> None:
    review, _, known = secured
    with chromium() as browser:
        # Nobody that the browser knows has signed the certificate; all else is as for everybody.
        context: Any = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(known["ann"])
        page.wait_for_selector("#decide button")
        press(page, "i")
        assert page.locator("#state").inner_text() == "All saved"
        assert page.evaluate("isSecureContext")
        assert context.cookies() == []
    with at_work(review) as session:
        assert [one.verdict for one in decisions(session.db)] == ["include"]


def test_a_certificate_that_serves_nobody_is_refused_before_anything_is_done(
    tmp_path: Path,
) -> None:
    certificate, key = certified(tmp_path / "one")
    _, other = certified(tmp_path / "other")
    _, locked = certified(tmp_path / "locked", PASSPHRASE)
    torn = tmp_path / "torn.pem"
    torn.write_bytes(certificate.read_bytes()[:200])
    for first, second, found in (
        (certificate, other, "the key does not belong to the certificate"),
        (torn, key, "the certificate or the key cannot be read"),
        (certificate, locked, "the certificate or the key cannot be read"),
        (key, certificate, "the certificate or the key cannot be read"),
    ):
        with pytest.raises(Refused, match=found):
            refuse_unusable(PageOptions(certificate=first, key=second))
    refuse_unusable(PageOptions(certificate=certificate, key=key))
    refuse_unusable(PageOptions())
