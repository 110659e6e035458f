"""Bring what the tests need from outside Python: Chromium, and hunspell with Dutch and English.

Debian's packages where this runs as root, Playwright's own Chromium elsewhere. `make test` runs it once.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = {"chromium": "chromium", "hunspell": "hunspell hunspell-nl hunspell-en-us"}


def missing() -> list[str]:
    """The Debian packages of the programs (and word lists) that are not here."""
    absent = [package for program, package in PACKAGES.items() if shutil.which(program) is None]
    if shutil.which("hunspell") and not {"nl_NL", "en_US"} <= dictionaries():
        absent.append(PACKAGES["hunspell"])
    return [name for package in absent for name in package.split()]


def dictionaries() -> set[str]:
    """The languages that hunspell knows here."""
    listed = subprocess.run(["hunspell", "-D"], check=False, capture_output=True, text=True, input="")
    return {line.rsplit("/", 1)[-1] for line in listed.stderr.splitlines()}


def install(packages: list[str]) -> None:
    if not packages:
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            check=True,
            env=quiet,
            stdout=subprocess.DEVNULL,
        )
        return
    if "chromium" in packages:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
        packages = [name for name in packages if name != "chromium"]
    if packages:
        sys.exit(
            f"The spelling test needs {', '.join(packages)}: install them with your system's package manager"
        )


if __name__ == "__main__":
    install(missing())
