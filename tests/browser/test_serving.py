"""The hostile host fails in the ways that it promises, so that tests of failures test those."""

import gzip
import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from .serving import Hostile

BODY = b"knobs " * 1000


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Hostile]:
    (tmp_path / "page.html").write_bytes(BODY)
    with Hostile(tmp_path) as host:
        yield host


def get(host: Hostile, path: str, **headers: str) -> tuple[int, str | None, bytes]:
    """Status, encoding and body."""
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=1)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Encoding"], answer.read()
    finally:
        connection.close()


def test_each_trouble(host: Hostile) -> None:
    assert get(host, "/page.html") == (200, None, BODY)
    host.trouble["*.html"] = "missing"
    assert get(host, "/page.html")[0] == 404
    host.trouble["*.html"] = "cut"
    with pytest.raises(http.client.IncompleteRead) as cut:
        get(host, "/page.html")
    assert len(cut.value.partial) == len(BODY) // 2
    host.trouble["*.html"] = "spoilt"
    assert get(host, "/page.html") == (200, None, BODY[:-1] + b"\xdf")
    host.trouble["*.html"] = "stall"
    with pytest.raises(TimeoutError):
        get(host, "/page.html")
    host.trouble.clear()
    host.compress = True
    status, encoding, body = get(host, "/page.html", **{"Accept-Encoding": "gzip"})
    assert (status, encoding, gzip.decompress(body)) == (200, "gzip", BODY)
    assert host.asked == ["/page.html"] * 6


def test_stopped_and_back_at_the_same_address(host: Hostile) -> None:
    address = host.address
    open_one = http.client.HTTPConnection("127.0.0.1", host.port, timeout=1)
    open_one.request("GET", "/page.html")
    assert open_one.getresponse().read() == BODY
    host.stop()
    with pytest.raises((OSError, http.client.RemoteDisconnected)):
        open_one.request("GET", "/page.html")
        open_one.getresponse()
    open_one.close()
    with pytest.raises(ConnectionRefusedError):
        get(host, "/page.html")
    host.start()
    assert host.address == address
    assert get(host, "/page.html") == (200, None, BODY)
