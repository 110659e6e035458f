"""A plain static host, as a reader meets one: files with their types, nothing else. Quiet, and quick to stop.

A `Host` can also do what hosts do to readers: go away and come back, serve a new version, lose a connection.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, ClassVar, Self


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many files
    extensions_map: ClassVar = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }
    server: "Server"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def send_head(self) -> Any:
        self.server.asked.append(self.path)
        return super().send_head()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """The file, or as much of it as comes through before the connection is lost."""
        if (cut := self.server.cut.get(Path(self.path).name)) is None:
            super().copyfile(source, outputfile)
            return
        _copy(source, outputfile, cut)
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), partial(Quiet, directory=str(folder)))
        self.cut: dict[str, int] = {}  # name of a file -> bytes of it that come through
        self.asked: list[str] = []  # paths, in order
        self.connections: list[socket.socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.append(request)
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a browser that closes a page in the middle of a file is no news


class Host:
    """`folder` below one address, also after `stop` and `start`. Use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = Server(folder)
        self.port = self.server.server_port
        self.address = f"http://127.0.0.1:{self.port}"
        self._run()

    def _run(self) -> None:
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def start(self) -> None:
        self.server = Server(self.folder, self.port)
        self._run()

    def stop(self) -> None:
        """Gone, as when the network is: open connections are lost too."""
        self.server.shutdown()
        self.server.server_close()
        for connection in self.server.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address, without a slash at its end, where `folder` is served while the block runs."""
    with Host(folder) as host:
        yield host.address


def _copy(source: BinaryIO, target: BinaryIO, most: int) -> None:
    target.write(source.read(most))
    target.flush()
