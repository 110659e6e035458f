"""Programs run here as on a page: in a thread where no event loop is running."""

import asyncio
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_running_loop() -> Iterator[None]:
    """Playwright, which other tests drive from this same thread, leaves its loop marked as running in it."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)
