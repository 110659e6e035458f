"""The pages of the peers, in one folder: each with the same Pyodide, which is the one that this site serves.

- stock Pyodide, in a worker and in the page: as its documentation shows it (stock/);
- PyScript: its editor, told in its configuration to take this Pyodide;
- markdown-exec: what its `pyodide` fence renders, with the addresses in it led to the same files here.

All come from npm and PyPI: benchmarks/package.json and the `bench` extra of pyproject.toml.
"""

import re
import shutil
from pathlib import Path

import markdown
import markdown_exec
from markdown_exec import formatter, validator

HERE = Path(__file__).parent
PYODIDE = HERE.parent / "node_modules/pyodide"
PACKAGES = HERE / "node_modules"
SNIPPET = "print(1 + 1)"
PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><link rel="icon" href="data:,">{body}</html>'
STOCK = """<body><textarea id="code">{snippet}</textarea>
<button id="run">Run</button> <button id="stop">Stop</button><pre id="printed"></pre>
<script type="module" src="stock/run.js?where={where}"></script></body>"""
PYSCRIPT = """<link rel="stylesheet" href="pyscript/core.css"><script type="module" src="pyscript/core.js"></script>
<body><script type="py-editor" config='{{"interpreter": "/pyodide/pyodide.mjs"}}'>{snippet}</script></body>"""
MARKDOWN_EXEC = """<body data-md-color-scheme="default">{fence}
<link rel="stylesheet" href="markdown-exec/pyodide.css"><script src="markdown-exec/pyodide.js"></script></body>"""
# What a fence of markdown-exec asks for elsewhere -> where it is here.
HERE_INSTEAD = {
    r"https://cdnjs\.cloudflare\.com/ajax/libs/ace/[\d.]+/": "ace/",
    r"https://cdnjs\.cloudflare\.com/ajax/libs/highlight\.js/[\d.]+/": "highlight/",
    r"https://cdn\.jsdelivr\.net/npm/highlightjs-themes@[\d.]+/([\w-]+)\.min\.css": r"themes/\1.css",
    r"https://cdn\.jsdelivr\.net/pyodide/v[\d.]+/full/": "pyodide/",
}


def make(folder: Path, site: Path) -> list[str]:
    """Fill `folder` with all peers' pages; the addresses elsewhere that markdown-exec's fence has in it."""
    for name in ("pyodide.js", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip",
                 "pyodide-lock.json"):  # fmt: skip
        _copy(PYODIDE / name, folder / "pyodide" / name)
    _copy(HERE / "stock", folder / "stock")
    for where in ("worker", "page"):
        _write(folder / f"run-{where}.html", STOCK.format(snippet=SNIPPET, where=where))
        _demos(folder, site, where)
    _copy(PACKAGES / "@pyscript/core/dist", folder / "pyscript")
    _write(folder / "pyscript.html", PYSCRIPT.format(snippet=SNIPPET))
    _copy(PACKAGES / "ace-builds/src-min-noconflict", folder / "ace")
    _copy(PACKAGES / "@highlightjs/cdn-assets/highlight.min.js", folder / "highlight/highlight.min.js")
    _copy(PACKAGES / "highlightjs-themes", folder / "themes")
    _copy(Path(markdown_exec.__file__).parent / "assets", folder / "markdown-exec")
    fence, asked = _fence()
    _write(folder / "markdown-exec.html", MARKDOWN_EXEC.format(fence=fence))
    return asked


def _demos(folder: Path, site: Path, where: str) -> None:
    """Our own pages with stock Pyodide behind the demos: none of our scripts, all of our pictures and the wheel."""
    script = f'<script type="module" src="/stock/demo.js?where={where}"></script>'
    for page in ("", "what-is-a-parameter/"):
        html = (site / page / "index.html").read_text("utf-8")
        html = re.sub(
            r'<meta http-equiv="Content-Security-Policy"[^>]*>|<script.*?</script>', "", html, flags=re.DOTALL
        )
        html = html.replace("<head>", f'<head><base href="/{page}">', 1).replace(
            "</body>", f"{script}</body>"
        )
        file = folder / where / page / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, "utf-8")
    _copy(site / "assets", folder / "assets")
    for file in (site / "pyodide").glob("*.whl"):
        _copy(file, folder / "pyodide" / file.name)
    _copy(site / "pyodide/pyodide-lock.json", folder / "pyodide/knobs-lock.json")


def _fence() -> tuple[str, list[str]]:
    """The HTML of markdown-exec's fence with local addresses, and the addresses that stood in it."""
    fence = {"name": "pyodide", "class": "pyodide", "validator": validator, "format": formatter}
    settings = {"pymdownx.superfences": {"custom_fences": [fence]}}
    html = markdown.markdown(
        f"```pyodide\n{SNIPPET}\n```\n", extensions=["pymdownx.superfences"], extension_configs=settings
    )
    asked = re.findall(r'(?:src|href)="(https://[^"]*)"', html)
    for address, here in HERE_INSTEAD.items():
        html = re.sub(address, here, html)
    if left := re.findall(r'(?:src|href)="(https?://[^"]*)"', html):
        raise ValueError(f"markdown-exec asks for {left[0]}, which benchmarks/peers.py does not have here")
    return html, asked


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy(source, target)


def _write(file: Path, body: str) -> None:
    file.write_text(PAGE.format(title=file.stem, body=body), "utf-8")
