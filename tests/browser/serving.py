"""A plain static host, as a reader meets one: files with their types, nothing else. Quiet, and quick to stop.

`serve` is that host. `Hostile` is the same one on a bad day.
"""

import gzip
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, ClassVar, Literal, Self
from urllib.parse import urlsplit


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many files
    extensions_map: ClassVar = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Host(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a browser that closes a page in the middle of a file is no news


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address, without a slash at its end, where `folder` is served while the block runs."""
    with Host(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as host:
        Thread(target=host.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{host.server_port}"
        finally:
            host.shutdown()


class Hostile:
    """A host that can be made to fail, and to stop and come back at the same address:

    with Hostile(site_dir) as host:
        host.trouble["*/pyodide/library.packed"] = "cut"  # half of it with the length of all, then the end
        host.trouble["*.js"] = "missing"  # 404
        host.trouble["*.wasm"] = "stall"  # no byte, no end, until the host stops
        host.trouble["*.wasm"] = "spoilt"  # as long as it should be, but another one
        host.trouble.clear()
        host.stop()  # open connections too
        host.start()  # on the same port
    host.asked  # the path of every request, in order

    The first pattern that fits a path counts. `compress=True` sends gzip to who accepts it, as most hosts do.
    """

    def __init__(self, folder: Path, *, compress: bool = False) -> None:
        self.folder, self.compress = folder, compress
        self.trouble: dict[str, Literal["cut", "missing", "spoilt", "stall"]] = {}
        self.asked: list[str] = []
        self.port = 0  # any, until the first start
        self._running: _Breakable | None = None

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._running = _Breakable(("127.0.0.1", self.port), partial(_Troubled, self))
        self.port = self._running.server_port
        Thread(target=self._running.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._running:
            self._running.end()
        self._running = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Breakable(Host):
    """Keeps its connections, to end them with itself: a browser would go on to use one that is open."""

    def __init__(self, *given: Any) -> None:
        self.connections: set[socket.socket] = set()
        self.over = Event()
        super().__init__(*given)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def end(self) -> None:
        self.over.set()
        self.shutdown()
        for connection in self.connections.copy():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Troubled(Quiet):
    server: _Breakable

    def __init__(self, host: Hostile, *given: Any) -> None:
        self.host = host
        super().__init__(*given, directory=str(host.folder))

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.host.asked.append(path)
        trouble = next((what for where, what in self.host.trouble.items() if fnmatch(path, where)), None)
        if trouble == "missing":
            return self.send_error(404)
        if trouble == "stall":
            self.close_connection = True
            self.server.over.wait()
            return None
        if trouble is None and not self.host.compress:
            return super().do_GET()
        return self._send_by_hand(path, trouble)

    def _send_by_hand(self, path: str, trouble: str | None) -> None:
        file = Path(self.translate_path(path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            return self.send_error(404)
        body = file.read_bytes()
        if trouble == "spoilt":
            body = body[:-1] + bytes([body[-1] ^ 0xFF])
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        if self.host.compress and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 1)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.close_connection = trouble == "cut"
        self.wfile.write(body[: len(body) // 2] if trouble == "cut" else body)
        return None
