"""Many processes, one model: what is put around model.py from outside, which stays as it is.

    torchrun --nproc-per-node 2 examples/train.py --config pocket --set training.parallel=fsdp

    ddp     every process holds all of the model, and gradients are averaged. For what fits one device.
    fsdp    every process holds a part of each matrix, and the others lend theirs while a block is at work (ZeRO-3,
            arXiv 1910.02054). Weights, gradients and Adam's numbers take as many times less memory.
    hsdp    both: parts within a group, usually one machine, and copies of the group. training.replicas says how many.

Each is one square of a mesh with two sides, replicate × shard. All give the same losses, to rounding.
"""

import os
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial

import torch
import torch.distributed as dist
from config import Training
from knobs.text import InputError, listing
from model import Decoder, beginning
from torch import nn
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint
from workshop.together import meeting


@dataclass(frozen=True)
class Ranks:
    """Which process this is, of how many, and on what it computes."""

    rank: int
    world: int
    device: torch.device
    mesh: DeviceMesh  # (replicate, shard)


def numbers() -> tuple[int, int, int, int]:
    """rank, local rank, world, and processes on this machine; 0, 0, 1, 1 without torchrun. Raises InputError."""
    if "RANK" not in os.environ:
        return 0, 0, 1, 1
    names = ("RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", "MASTER_PORT")
    found = [int(number) for name in names if (number := os.environ.get(name, "")).isdecimal()]
    if len(found) < len(names) or not found[2] or not found[3] or "MASTER_ADDR" not in os.environ:
        raise InputError(f"RANK is set, but not all that torchrun sets: {listing(names)} and MASTER_ADDR.")
    rank, local, world, here, _ = found
    return rank, local, world, here


def start(device: str, copies: int) -> Ranks:
    """Meet the other processes. device: "cpu" or "cuda"; copies: how many times they hold the model together.

    Raises InputError where there is no such device, or one is too few for the processes of this machine.
    """
    rank, local, world, here = numbers()
    on = torch.device(device, local) if device == "cuda" else torch.device(device)
    if on.type == "cuda":
        if not (there := torch.cuda.device_count() if torch.cuda.is_available() else 0):
            raise InputError("There is no GPU that torch can use; --device cpu does without.")
        if here > there:
            raise InputError(f"A machine has {there} of the {here} GPUs asked for: --nproc-per-node {there}.")
        torch.cuda.set_device(on)
    store = _store(rank, world) if world > 1 else dist.HashStore()
    dist.init_process_group(
        # Also gloo where there are GPUs: a question such as "does anybody want to stop?" then waits for none of them.
        backend="cpu:gloo,cuda:nccl" if on.type == "cuda" else "gloo",
        store=dist.PrefixStore(meeting(store, rank, world), store),
        rank=rank,
        world_size=world,
        device_id=on if on.type == "cuda" else None,
    )
    mesh = init_device_mesh(on.type, (copies, world // copies), mesh_dim_names=("replicate", "shard"))
    return Ranks(rank, world, on, mesh)


def parallelize(model: Decoder, training: Training, mesh: DeviceMesh) -> nn.Module:
    """A model on the meta device, as something that trains on the mesh. Only now its parameters get memory: with
    fsdp and hsdp each process keeps its part, so a model can be larger than any device."""
    if training.checkpointing:
        recompute(model)
    compiled = training.compile and mesh.device_type == "cuda"  # on a CPU it takes a minute and wins little
    if training.parallel != "ddp":
        for block in model.blocks if compiled else ():
            block.compile()
        shard(model, training.precision, mesh["shard"] if training.parallel == "fsdp" else mesh)
    device = torch.device("cuda", torch.cuda.current_device()) if mesh.device_type == "cuda" else "cpu"
    tied = model.head.weight is model.embedding.weight
    model.to_empty(device=device)
    if tied:  # two names for one parameter: memory was given to each
        model.head.weight = model.embedding.weight
    _begin(model, training.seed)
    if training.parallel == "ddp" and compiled:
        model.compile()
    copied = training.parallel == "ddp" and mesh.size() > 1
    return DistributedDataParallel(model, gradient_as_bucket_view=True) if copied else model


def last(model: nn.Module, now: bool) -> AbstractContextManager[None]:
    """Around one of several passes whose gradients add up: copies of the model speak to each other in the last one."""
    if isinstance(model, FSDPModule):
        model.set_requires_all_reduce(now)  # parts are sent home each time: whole gradients would not fit
    return model.no_sync() if isinstance(model, DistributedDataParallel) and not now else nullcontext()


def recompute(model: Decoder) -> None:
    """Forget what a block computed, and compute it again on the way back (arXiv 1604.06174)."""
    for block in model.blocks:
        block.forward = partial(checkpoint, block.forward, use_reentrant=False)


def shard(model: Decoder, precision: str, mesh: DeviceMesh) -> None:
    """Each block by itself, so that only one at a time has to be whole; then what is left, the tables."""
    short = {"param_dtype": torch.bfloat16, "reduce_dtype": torch.float32} if precision == "bf16" else {}
    # The angles of positions need their 32 bits, so what goes in is not made shorter.
    policy = MixedPrecisionPolicy(**short, cast_forward_inputs=False)
    for part in [*model.blocks, model]:
        fully_shard(part, mesh=mesh, mp_policy=policy)


@torch.no_grad()
def _begin(model: Decoder, seed: int) -> None:
    """The same numbers whatever the mesh: each parameter is made whole, one at a time, and each process keeps its part."""
    for name, parameter in model.named_parameters():
        whole = torch.empty(parameter.shape, device=parameter.device)
        whole = beginning(name, whole, len(model.blocks), seed)
        if isinstance(parameter, DTensor):
            whole = distribute_tensor(whole, parameter.device_mesh, parameter.placements, src_data_rank=None)
        parameter.copy_(whole)


def _store(rank: int, world: int) -> dist.Store:
    hosted = os.environ.get("TORCHELASTIC_USE_AGENT_STORE") == "True"  # torchrun keeps it, and outlives us
    address, port = os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"])
    return dist.TCPStore(address, port, world, is_master=rank == 0 and not hosted)
