"""sitekit/policy.py: a page's inline scripts, and no others, are allowed by their hash."""

import base64
import hashlib

from sitekit.policy import with_policy

PAGE = (
    '<!doctype html><html><head><title>t</title></head><body><script>one()</script><script src="x.js"></script>'
    '<script type="application/json">{"a": 1}</script><script>two("é")</script><script>one()</script></body></html>'
)


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_the_policy_is_first_and_names_each_inline_script_once():
    page = with_policy(PAGE)
    assert page.startswith(
        '<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="'
    ), page
    assert page.count(digest("one()")) == page.count(digest('two("é")')) == 1
    assert digest('{"a": 1}') not in page
    assert "unsafe-inline" not in page


def test_a_script_that_is_added_later_is_allowed_by_asking_again():
    served = with_policy(PAGE).replace("</body>", "<script>reload()</script></body>")
    assert digest("reload()") not in served
    assert digest("reload()") in with_policy(served)
    assert with_policy(served).count("Content-Security-Policy") == 1
