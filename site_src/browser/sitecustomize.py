"""Python imports this by itself while it starts in the browser, and leaves out what a start can do without.

Nothing made then is rubbish, so nobody collects it. And asyncio asks for ssl, which is slow to import and of no use
where there are no sockets; without it asyncio goes on. lazy_library.install, the last step of a start, puts both back.
"""

import gc
import sys

gc.disable()
sys.modules["ssl"] = None  # type: ignore[assignment]  # how Python writes "not to be had"
