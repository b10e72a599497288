"""Drives a headless Chromium over the DevTools protocol."""

import asyncio
import base64
import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen

import pytest
from websockets.asyncio.client import connect

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
STARTS_WITHIN = 30.0
"""Seconds."""


class Page:
    """One page of one browser; every request that it makes is kept."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self.said: list[str] = []
        self.loop = asyncio.new_event_loop()
        self.number = 0

    def __enter__(self) -> Self:
        self.socket = self.loop.run_until_complete(connect(self.address, max_size=None))
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.loop.run_until_complete(self.socket.close())
        self.loop.close()

    def send(self, method: str, **params: Any) -> Any:
        """Send a command and return the browser's answer."""
        self.number += 1
        message = json.dumps({"id": self.number, "method": method, "params": params})
        return self.loop.run_until_complete(self._answer(message, self.number))

    async def _answer(self, message: str, number: int) -> Any:
        await self.socket.send(message)
        while True:
            got = json.loads(await asyncio.wait_for(self.socket.recv(), 30))
            self._note(got)
            if got.get("id") == number:
                assert "error" not in got, got
                return got["result"]

    def _note(self, got: dict[str, Any]) -> None:
        if got.get("method") == "Network.requestWillBeSent":
            self.requests.append(got["params"]["request"]["url"])
        if got.get("method") == "Log.entryAdded":
            self.said.append(got["params"]["entry"]["text"])
        if got.get("method") == "Runtime.exceptionThrown":
            self.said.append(json.dumps(got["params"]["exceptionDetails"]))

    def open(self, path: Path, *, width: int = 1280, height: int = 900) -> None:
        """Load a page from disk and wait until its script has run."""
        phone = width < 600
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=phone,
        )
        self.send("Page.navigate", url=path.resolve().as_uri())
        for _ in range(100):
            if self.run("document.readyState") == "complete":
                return
            time.sleep(0.05)
        raise AssertionError("the page did not load")

    def run(self, script: str) -> Any:
        """Evaluate an expression in the page; a promise is awaited."""
        answer = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def click(self, selector: str) -> None:
        """Click with the mouse on the middle of an element."""
        place = self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            "one.scrollIntoView({block: 'center', behavior: 'instant'});"
            "const box = one.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent",
                type=kind,
                x=place[0],
                y=place[1],
                button="left",
                clickCount=1,
            )

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and release one key."""
        named = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        down = {"type": "keyDown", **named} | ({"text": text} if text else {})
        self.send("Input.dispatchKeyEvent", **down)
        self.send("Input.dispatchKeyEvent", type="keyUp", **named)

    def picture(self, path: Path) -> None:
        """Save the whole page as PNG."""
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))


@contextlib.contextmanager
def page() -> Iterator[Page]:
    """A page of a fresh Chromium; skips the test if Chromium is missing."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("Chromium is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [program, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            try:
                with Page(_address(Path(folder))) as opened:
                    yield opened
            finally:
                running.terminate()
                running.wait(10)


def _address(folder: Path) -> str:
    """The address of the browser's first page."""
    until = time.monotonic() + STARTS_WITHIN
    told = folder / "DevToolsActivePort"
    while time.monotonic() < until:
        if told.exists() and (lines := told.read_text().split()):
            with urlopen(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                targets = json.load(answer)
            pages = [one for one in targets if one["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.1)
    raise AssertionError("Chromium did not start")
