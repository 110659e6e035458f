"""What a program of examples/ meets outside: a command line, a machine with so much memory, a disk that may be full."""

import math
import os
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from pathlib import Path
from typing import NoReturn

import torch

GROUPS = Path("/sys/fs/cgroup")
CONTAINER = [  # how much memory it may have, how much it has, and what that is; in two versions
    (GROUPS / "memory.max", GROUPS / "memory.current", GROUPS / "memory.stat"),
    tuple(GROUPS / f"memory/memory.{name}" for name in ("limit_in_bytes", "usage_in_bytes", "stat")),
]


def refuse(sentence: str) -> NoReturn:
    """Ends the program with 2, as argparse does, but on one line."""
    sys.exit(print(" ".join(sentence.rstrip(".").split()) + ".", file=sys.stderr) or 2)


def options(doc: str, tiny: str = "changes nothing: it is quick already", config: str = "") -> ArgumentParser:
    """Help is what the program says of itself; `tiny` tells what --tiny does, and `config` which one it takes by itself."""
    parser = ArgumentParser(description=doc, formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False)
    parser.error = refuse
    parser.add_argument("--tiny", action="store_true", help=tiny)
    if config:
        parser.add_argument(
            "--config", default=config, help=f"a name in examples/configs ({config}), or a file"
        )
        parser.add_argument("--set", action="append", default=[], metavar="SECTION.FIELD=VALUE")
    return parser


def above_0(written: str) -> int:
    """For argparse: a whole number above 0."""
    if not written.isdecimal() or not int(written):
        raise ArgumentTypeError(f"it takes a whole number above 0, not {written}")
    return int(written)


def plainly(error: Exception) -> str:
    """One sentence for what a reader can mend: an InputError is one already, a full disk or memory gets one. Raises what is
    an error of the program."""
    if isinstance(error, RuntimeError):
        # torch.OutOfMemoryError of a GPU is one, and so is what torch's memory on a CPU says.
        if "out of memory" not in str(error) and "can't allocate memory" not in str(error):
            raise error
        return "The memory was not enough: a smaller training.rows or --set training.checkpointing=true takes less."
    if not isinstance(error, OSError):
        return " ".join(str(error).split())
    return f"{error.filename or 'The disk'}: {error.strerror or error}; name another place."


def free_bytes(device: str, local_rank: int, here: int) -> float:
    """Memory that one process may still take, of `here` processes on this machine."""
    if device == "cuda":
        return torch.cuda.mem_get_info(local_rank)[0]
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = 1024 * next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))
    except OSError:  # not Linux
        free = (
            os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else math.inf
        )
    for most, used, kinds in CONTAINER:
        if most.exists() and (limit := most.read_text().strip()) != "max":
            told = dict(line.split() for line in kinds.read_text().splitlines())
            files = int(
                told.get("total_inactive_file", told.get("inactive_file", 0))
            )  # dropped when it is needed
            free = min(free, int(limit) - int(used.read_text()) + files)
    return free / here


def launcher() -> str:
    """The torchrun that started this process, and starts it again if one dies; empty without torchrun."""
    if "TORCHELASTIC_RUN_ID" not in os.environ:
        return ""
    number, stat = os.getppid(), Path(f"/proc/{os.getppid()}/stat")  # its 22nd field is when it was started
    since = stat.read_text().rpartition(")")[2].split()[19] if stat.exists() else ""
    return f"{socket.gethostname()} {number} {since} {os.environ['TORCHELASTIC_RUN_ID']}"
