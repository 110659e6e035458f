"""What WebDriver cannot do for WebKit, done on the way to the host: a proxy that all of its requests pass.

It puts a script at the top of every page, ahead of the page's policy; refuses and remembers requests to other hosts
than 127.0.0.1; and can be cut off. A host that stops in the middle of a file still does so for the browser.
"""

from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

OF_THIS_CONNECTION = {"connection", "keep-alive", "proxy-connection", "transfer-encoding"}


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.forget("")
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def forget(self, script: str) -> None:
        """Start anew, with this script for every page."""
        self.script, self.foreign, self.offline = script, list[str](), False

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the browser left, or the host did: it is the page that tells


class _Passage(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.hostname != "127.0.0.1":
            self.server.foreign.append(f"asks for {self.path}")
            return self.send_error(502)
        self.close_connection = True  # unless all went well
        if self.server.offline:
            return None
        host = HTTPConnection(url.hostname, url.port or 80)
        try:
            self._carry(host, url._replace(scheme="", netloc="").geturl())
        except (HTTPException, OSError):
            self.close_connection = True
        finally:
            host.close()
        return None

    do_POST = do_PUT = do_HEAD = do_CONNECT = do_GET

    def _carry(self, host: HTTPConnection, path: str) -> None:
        is_page = self.headers.get("Sec-Fetch-Dest", "") in ("document", "iframe")
        asked = {
            name: value for name, value in self.headers.items() if name.lower() not in OF_THIS_CONNECTION
        }
        if is_page:
            asked.pop("Accept-Encoding", None)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        host.request(self.command, path, body or None, asked)
        answer = host.getresponse()
        told = {name: value for name, value in answer.getheaders() if name.lower() not in OF_THIS_CONNECTION}
        page = b""
        if is_page and answer.status == 200:
            script = f"<script>{self.server.script};document.currentScript.remove()</script>"
            page = answer.read().replace(b"<head>", b"<head>" + script.encode(), 1)
            told["Content-Length"] = str(len(page))
        self.send_response_only(answer.status, answer.reason)
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)
        while some := answer.read1(1 << 16):
            self.wfile.write(some)
        self.close_connection = "Content-Length" not in told or bool(answer.length)

    def log_message(self, format: str, *args: Any) -> None:
        pass
