"""sitekit/downloads.py: what the files hold is what models() holds, and the site serves them."""

import csv
import io
import json

from knobs.architecture import Architecture
from knobs.count import Active
from knobs.models import Model, models
from sitekit import downloads, offline

from tests.sitekit.test_offline import constants

FILE = "look in site_src/sitekit/downloads.py"


def test_the_json_is_every_model_with_its_sizes():
    told = json.loads(downloads.as_json())
    assert told["license"] == "CC BY 4.0", FILE
    read = [
        Model(
            **fields
            | {
                "arch": Architecture(**fields["arch"]),
                "sources": tuple(fields["sources"]),
                "active": fields["active"] and Active(**fields["active"]),
            }
        )
        for fields in told["models"]
    ]
    assert read == list(models().values()), FILE


def test_the_csv_is_every_model():
    lines = list(csv.DictReader(io.StringIO(downloads.as_csv())))
    assert [line["id"] for line in lines] == list(models()), FILE
    for line in lines:
        model = models()[line["id"]]
        for name in ("name", "org", "kind", "status", "licence", "licence_source"):
            assert line.pop(name) == getattr(model, name), f"{model.id}, {name}: {FILE}"
        for name in ("year", "total", "published", "published_active"):
            value = getattr(model, name)
            assert line.pop(name) == ("" if value is None else str(value)), f"{model.id}, {name}: {FILE}"
        for name in Active._fields:
            told = line.pop(f"active_{name}")
            assert told == (str(getattr(model.active, name)) if model.active else ""), f"{model.id}: {FILE}"
        assert tuple(line.pop("sources").split()) == model.sources, f"{model.id}: {FILE}"
        assert line == {"id": model.id}, f"the file has columns that nobody compared: {FILE}"


def test_the_site_serves_both_and_keeps_them_for_offline_use(site_dir):
    listed = constants((site_dir / offline.WORKER).read_text("utf-8"))[1]
    for address, text in downloads.files().items():
        assert (site_dir / address).read_text("utf-8") == text, (
            f"{address}: look at on_files in sitekit/hooks.py"
        )
        assert listed[address][0] == len(text.encode()), f"{address}: look in site_src/sitekit/offline.py"
