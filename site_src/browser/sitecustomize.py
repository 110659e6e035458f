"""Python imports this by itself while it starts in the browser: nothing made then is rubbish, so nobody collects it.

lazy_library.install, the last step of a start, lets the collector in again.
"""

import gc

gc.disable()
