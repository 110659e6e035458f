"""sitekit/notebooks.py: what stays of a notebook that nbconvert has rendered for JupyterLab."""

import re

from sitekit.notebooks import LOOKS, slim
from sitekit.prose import ROOT

RENDERED = """<style>a {}</style><script>b()</script><div class="jupyter-wrapper"><div class="jp-Notebook">
<div class="jp-Cell jp-MarkdownCell" id="cell-id=x"><div class="jp-RenderedMarkdown" data-mime-type="text/markdown">
<h2 id="a-line-line">A <em>line</em> &amp; more {#line}<a class="anchor-link" href="#a">¶</a></h2>
<p>See <a href="../x.md#y">it</a> and <img src="p.png"> 1 &lt; 2.</p></div></div>
<div class="jp-CodeCell"><div class="zeroclipboard-container"><clipboard-copy>Copy</clipboard-copy></div>
<div class="highlight-ipynb hl-python"><pre><span></span><span class="n">a</span> <span class="k">if</span>

b
</pre></div><div class="clipboard-copy-txt" id="cell-1">a</div></div>
<div class="jp-RenderedText jp-OutputArea-output" data-mime-type="text/plain" tabindex="0"><pre>1 &lt; 2
</pre></div></div></div>"""


def test_text_code_and_output_stay():
    page, headings = slim(RENDERED, "nl", lambda href: href.replace("x.md", "x/"))
    assert headings == [(2, "line", "A line &amp; more")]
    assert '<h2 id="line">A <em>line</em> &amp; more</h2>' in page
    assert '<p>See <a href="../x/#y">it</a> and <img src="p.png"> 1 &lt; 2.</p>' in page
    assert '<div class="language-python highlight"><pre><code>a <span class="k">if</span>\n\nb\n' in page
    assert (
        '<div class="language-text highlight"><span class="filename">Uitvoer</span><pre><code>1 &lt; 2\n'
        in page
    )
    for gone in ("jp-", "<style", "<script", "clipboard", "Copy", "¶", "tabindex", "{#"):
        assert gone not in page, f"{gone} is still in {page}"
    assert page.count("<div") == page.count("</div") == 2, page


def test_the_marks_in_code_that_stay_are_those_that_the_look_shows():
    style = (ROOT / "site_src/browser/look.css").read_text("utf-8")
    shown = re.findall(r":is\(\.highlight, \.k-editor\) :is\(([^)]*)\)", style)
    assert {kind.strip(" .") for rule in shown for kind in rule.split(",")} == LOOKS, (
        "look at LOOKS in site_src/sitekit/notebooks.py, and at .highlight in site_src/browser/look.css"
    )
