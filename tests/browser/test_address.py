"""Commands that fetch from the site name the place where they are read, or without a script where the site was built for."""

import zipfile
from io import BytesIO

import pytest

from .conftest import Visit

FILE = "look in site_src/browser/address.js"
COMMAND = "code:has-text('curl -O')"


@pytest.mark.parametrize("page", ["examples/", "examples/train/"])
def test_a_command_fetches_from_where_it_is_read(visit: Visit, address: str, lang: str, page: str) -> None:
    opened = visit(f"/{page}" if lang == "en" else f"/nl/{page}")
    command = opened.locator(COMMAND).inner_text().split()
    assert command[:2] == ["curl", "-O"] and command[2] == f"{address}/assets/examples.zip", FILE
    fetched = opened.request.get(command[2])
    assert fetched.ok, "look at files() in site_src/sitekit/programs.py"
    opened.context.grant_permissions(["clipboard-read"])
    opened.locator(".copy button").click()
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied.split() == command and copied.startswith("curl -O "), (
        "look at .copy in site_src/browser/look.css"
    )
    assert "examples/train.py" in zipfile.ZipFile(BytesIO(fetched.body())).namelist()


def test_without_a_script_it_names_the_address_of_the_site(visit: Visit, lang: str) -> None:
    opened = visit("/examples/" if lang == "en" else "/nl/examples/", java_script_enabled=False)
    canonical = opened.locator("link[rel=canonical]").get_attribute("href")
    site = canonical.removesuffix("examples/").removesuffix("nl/")
    assert opened.locator(COMMAND).inner_text().startswith(f"curl -O {site}assets/examples.zip &&"), (
        "look at on_page_content in site_src/sitekit/hooks.py"
    )
