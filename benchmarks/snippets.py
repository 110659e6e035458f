"""A page of this site with the three snippets that are timed, built by the site's own settings.

No page of the real site can have the last one: the tests run every snippet. It is the last because to run a block
is to run those above it first.
"""

import os
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PAGE = """# Snippets {#top}

```python
print(1 + 1)
```

```python
from time import time
print(time())
```

```python
while True: pass
```
"""


def make(folder: Path) -> Path:
    """The built site of one page, as it is served."""
    for lang in ("en", "nl"):
        file = folder / "docs" / lang / "index.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE, "utf-8")
    config = folder / "mkdocs.yml"
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(folder / "docs"),
        "hooks": [str(ROOT / "site_src/sitekit/hooks.py")],
        "theme": {"custom_dir": str(ROOT / "site_src/theme")},
        "nav": ["index.md"],
        "watch": [],
    }
    config.write_text(yaml.safe_dump(settings), "utf-8")
    return build(folder / "site", config)


def build(site: Path, config: Path = ROOT / "mkdocs.yml") -> Path:
    """`mkdocs build --strict`, quiet unless it fails."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-f",
        str(config),
        "--site-dir",
        str(site),
    ]
    made = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "site_src"},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        sys.exit(f"{made.stdout}{made.stderr}")
    return site
