"""What processes of one training agree on before they go on: none of them waits for one that has given up."""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import torch
import torch.distributed as dist
from filelock import FileLock, Timeout  # comes with torch
from knobs.text import InputError

from .running import plainly

Found = TypeVar("Found")


def meeting(store: dist.Store, rank: int, world: int) -> str:
    """A name that these processes share, and no others before them. When one has died, torchrun starts all of them again,
    and the store still has the addresses of the dead. How often that was is no name: machines count for themselves.

    So the first asks for marks, and lists those that it gets; who finds his own on a list has been asked by the living.
    """
    mine = uuid4().hex
    if rank == 0:
        store.set("asked", mine)
        store.set(f"{mine}/met", b" ".join(store.get(f"{mine}/{other}") for other in range(1, world)))
        return mine
    while True:
        asked = store.get("asked").decode()
        store.set(f"{asked}/{rank}", mine)
        if store.check([f"{asked}/met"]) and mine in store.get(f"{asked}/met").decode():
            return asked
        time.sleep(0.05)


def gathered(found: Found) -> list[Found]:
    """What each process has, in the order of their ranks."""
    all_of_them: list[Found] = [found] * dist.get_world_size()
    dist.all_gather_object(all_of_them, found)
    return all_of_them


def agreed(find: Callable[[], Found]) -> Found:
    """What a process finds; or the InputError of the first one that does not, in all of them."""
    found, wrong = None, None
    try:
        found = find()
    except (InputError, OSError) as error:
        wrong = plainly(error)
    if told := next(filter(None, gathered(wrong)), None):
        raise InputError(told)
    return found  # type: ignore[return-value]  # without an error it was found


def alike(told: dict[str, object]) -> None:
    """Raises InputError, in all processes, if what they tell is not the same."""
    first, *others = gathered(told)
    for other in others:
        for name in sorted(first.keys() | other.keys()):
            if first.get(name) != other.get(name):
                raise InputError(
                    f"The processes of a run need the same command: {name} is {first.get(name)!r} for the first, and "
                    f"{other.get(name)!r} for another."
                )


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """A folder for one run at a time, and the same one for all of its processes. Raises InputError, in all of them."""
    first, mark = dist.get_rank() == 0, gathered(uuid4().hex)[0]
    lock, seen = FileLock(folder / "lock", timeout=0), folder / f"seen-{mark}"

    def claim() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if first:
            try:
                lock.acquire()
            except Timeout:
                raise InputError(
                    f"Another process is training in {folder}; name another folder by --out."
                ) from None
            seen.touch()

    def see() -> None:
        if not seen.exists():
            where = socket.gethostname()
            raise InputError(
                f"{folder} on {where} is not that of the first process: --out has to be on a shared disk."
            )

    try:
        agreed(claim)
        try:
            agreed(see)
        finally:
            if first:
                seen.unlink()
        yield
    finally:
        lock.release()


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Whether any process was asked to stop, by Ctrl-C or SIGTERM. Processes agree, as each step needs all of them."""
    asked: list[int] = []
    both = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: asked.append(1)) for number in both}

    def stop() -> bool:
        flag = torch.tensor(len(asked))
        dist.all_reduce(flag, dist.ReduceOp.MAX)  # on the CPU, so that no GPU is waited for
        return bool(flag)

    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
