"""The Content-Security-Policy of every page: nothing from anywhere else, and no inline script but the page's own.

The policy stands in a <meta>, so that it also holds where the server sends no headers. `frame-ancestors` is left
out: a <meta> cannot carry it.
"""

import base64
import hashlib
import re

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",  # a worker from a blob lives under this policy too, see runtime.js
    "base-uri": "'none'",
    "form-action": "'none'",
}
META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", re.DOTALL)


def with_policy(page: str) -> str:
    """`page` with the policy first in its head; inline scripts are allowed by the hash of what is in them."""
    page = META.sub("", page, count=1)
    digests = (hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(page))
    hashes = (f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    allowed = POLICY | {"script-src": " ".join(dict.fromkeys([POLICY["script-src"], *hashes]))}
    policy = "; ".join(f"{what} {where}" for what, where in allowed.items())
    return page.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
