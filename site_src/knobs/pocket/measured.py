"""What was measured of the pocket model beforehand, from a JSON file beside its weights.

To ask the model about everything it knows takes Python minutes, and torch seconds: workshop/probes.py does that.
A file of it has the fingerprint of the weights it was made of, so that a test can tell whether it is theirs.
"""

import json
from functools import cache
from typing import Any

from . import _content


@cache
def measured(name: str, package: str = "knobs.pocket") -> dict[str, Any]:
    """What stands in the file called `name`, bits or silence, of a package. Raises WeightsError: it is not there."""
    return dict(json.loads(_content(f"{name}.json", package=package)))
