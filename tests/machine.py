"""Bring what the tests need from outside Python: Chromium, Firefox and WebKit, and hunspell with Dutch and English.

Debian's packages where this runs as root; elsewhere Playwright's own Chromium, and one sentence that says what else
to install. `make test` runs it once.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = {
    "chromium": "chromium",
    "chromium-headless-shell": "chromium-headless-shell",  # the same without its windows
    "firefox-esr": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",  # the screen that WebKit's window opens on
    "hunspell": "hunspell hunspell-nl hunspell-en-us",
}
INSTEAD = {"firefox-esr": "firefox"}  # what else will do


def missing() -> list[str]:
    """The Debian packages of the programs (and word lists) that are not here."""
    absent = [
        package
        for program, package in PACKAGES.items()
        if not (shutil.which(program) or shutil.which(INSTEAD.get(program, program)))
    ]
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
    others = [name for name in packages if not name.startswith("chromium")]
    if others != packages:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    if others:
        sys.exit(
            f"The tests also need {', '.join(others)} (so they are called in Debian): "
            "install them with your system's package manager, then run make test again"
        )


if __name__ == "__main__":
    install(missing())
