"""sitekit/hooks.py while serving: sources are read again, and the policy allows the script that reloads the page."""

from types import SimpleNamespace

from mkdocs.config.defaults import MkDocsConfig
from sitekit import hooks


def serve(modules):
    """A stand-in for MkDocs' server, after the hook has changed it, and what was built: the modules then known."""
    built = []
    server = SimpleNamespace(
        url="http://127.0.0.1:8000/",
        builder=None,
        _inject_js_into_html=lambda page, epoch: page.replace(
            b"</body>", b"<script>reload(%d)</script></body>" % epoch
        ),
    )
    hooks.on_serve(server, MkDocsConfig(), lambda: built.append(set(modules)))
    return server, built


def test_a_rebuild_forgets_our_modules_and_no_others(monkeypatch):
    modules = dict.fromkeys(["knobs", "knobs.demos.line", "sitekit.pages", "knobsandmore", "mkdocs.utils"])
    monkeypatch.setattr(hooks, "sys", SimpleNamespace(modules=modules))
    server, built = serve(modules)
    server.builder()
    assert built == [{"knobsandmore", "mkdocs.utils"}]


def test_the_script_that_reloads_is_allowed():
    server, _ = serve({})
    first, second = (server._inject_js_into_html(b"<head></head><body></body>", epoch) for epoch in (1, 2))
    assert b"reload(1)" in first
    assert first.count(b"sha256-") == second.count(b"sha256-") == 1
    assert first.partition(b"sha256-")[2][:44] != second.partition(b"sha256-")[2][:44]
