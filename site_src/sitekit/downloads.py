"""The models as files for a program of the reader's own: assets/models.csv and assets/models.json.

Numbers are whole and without marks. The CSV has a line for each model; the JSON has the sizes as well.
"""

import csv
import io
import json
from typing import Any

from knobs.count import Active
from knobs.models import Model, models

ABOUT = "Knobs / Draaiknoppen: models and their exact parameter counts"


def files() -> dict[str, str]:
    """Address below the site's root -> what is in the file."""
    return {"assets/models.csv": as_csv(), "assets/models.json": as_json()}


def as_csv() -> str:
    """One line per model. Sources stand in one cell, with a space between them; a cell is empty where nothing is known."""
    lines = [_line(model) for model in models().values()]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _line(model: Model) -> dict[str, Any]:
    fields = model._asdict()
    del fields["arch"]
    fields["sources"] = " ".join(model.sources)
    active = fields.pop("active")
    return fields | {f"active_{name}": active and getattr(active, name) for name in Active._fields}


def as_json() -> str:
    """Every field of every model, sizes included; null where nothing is known."""
    told = [
        model._asdict() | {"arch": model.arch._asdict(), "active": model.active and model.active._asdict()}
        for model in models().values()
    ]
    whole = {"about": ABOUT, "license": "CC BY 4.0", "models": told}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
