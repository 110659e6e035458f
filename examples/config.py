"""How large a model is and how it is trained: a file in examples/configs, and what --tiny and --set change of it.

    python examples/train.py --config pocket --set training.seed=1 --set training.rows=8

[architecture] has the sizes of knobs.architecture, [training] the fields below. A config of your own is one such file,
and --config takes its path.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path

import torch
from knobs.architecture import Architecture, architecture
from knobs.text import InputError, listing
from knobs.world.encoded import vocabulary
from model import EXPERTS, check

CONFIGS = Path(__file__).parent / "configs"
NAMES = sorted(file.stem for file in CONFIGS.glob("*.toml"))


@dataclass(frozen=True, kw_only=True)
class Training:
    """How a model is trained; the section [training] of a config."""

    data: str  # "pocket", or a folder of .txt files
    tokenizer: str = ""  # a tokenizer.json; without it tokens are bytes
    context: int  # tokens of a row
    tokens_per_step: int  # of all processes together
    rows: int  # that one process computes at once
    steps: int
    optimizer: str
    learning_rate: float
    warmup_steps: int
    decay: str
    weight_decay: float
    seed: int = 0
    parallel: str
    replicas: int = 0  # with hsdp: copies of the model; 0 for one on each machine
    checkpointing: bool = (
        False  # forget what blocks compute, compute it again: less memory, a third more work
    )
    precision: str
    compile: bool = False
    rope_base: float = 10_000.0


CHOICES = {"optimizer": ("adamw", "muon"), "decay": ("cosine", "linear"), "precision": ("fp32", "bf16")}
CHOICES["parallel"] = ("ddp", "fsdp", "hsdp")
KINDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
MAY_BE_0 = ("warmup_steps", "weight_decay", "seed", "replicas")


def training(given: dict[str, object]) -> Training:
    """Raises InputError: one sentence that names a field and what it can be."""
    kinds = {field.name: field.type for field in fields(Training)}
    for name, value in given.items():
        if name not in kinds:
            raise InputError(f"There is no field training.{name}; training can have {listing(list(kinds))}.")
        if name in CHOICES and value not in CHOICES[name]:
            raise InputError(f"training.{name} can be {listing(CHOICES[name])}, not {value!r}.")
        kind = (int, float) if kinds[name] is float else kinds[name]
        fits = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
        if fits and kind not in (bool, str):
            fits = 0 < value < 1e300 or (value == 0 and name in MAY_BE_0)
        if not fits or (name == "data" and not value):
            low = "" if kind in (bool, str) else ", 0 or more" if name in MAY_BE_0 else " above 0"
            raise InputError(f"training.{name} is {KINDS[kinds[name]]}{low}, not {value!r}.")
    for field in fields(Training):
        if field.default is MISSING and field.name not in given:
            raise InputError(f"The field training.{field.name} is missing.")
    if given["optimizer"] == "muon" and not hasattr(torch.optim, "Muon"):
        raise InputError(f"torch {torch.__version__} has no Muon; training.optimizer = adamw does without.")
    return Training(**given)


def read(
    config: str, overrides: Sequence[str] = (), *, tiny: bool = False, world: int = 1
) -> tuple[Architecture, Training]:
    """A file in examples/configs by its name, or any file by its path; then what --tiny, for so many processes, and --set
    change.

    Raises InputError: one sentence that names what is wrong and what there is.
    """
    file = Path(config) if config.endswith(".toml") else CONFIGS / f"{config}.toml"
    try:
        sections = tomllib.loads(file.read_text("utf-8"))
    except OSError:
        raise InputError(f"There is no config {config}; there are {listing(NAMES)}, or a file.") from None
    except ValueError as error:  # not UTF-8, or not TOML
        raise InputError(f"{file} is not TOML: {error}.") from None
    for name, section in sections.items():
        if name not in ("architecture", "training") or not isinstance(section, dict):
            raise InputError(f"There is no section {name}; a config has [architecture] and [training].")
    sections = {"architecture": {}, "training": {}} | sections
    if tiny:
        sections = shrunk(architecture(sections["architecture"]), training(sections["training"]), world)
    for override in overrides:
        name, _, written = override.partition("=")
        section, _, field = name.partition(".")
        if section not in sections or not field or not written or not override.isprintable():
            raise InputError(f"--set takes a field and a value, as training.steps=20, not {override}.")
        try:
            sections[section][field] = tomllib.loads(f"value = {written}")["value"]
        except tomllib.TOMLDecodeError:
            sections[section][field] = written  # a word needs no quotation marks here
    a = architecture(sections["architecture"])
    check(a)
    return a, training(sections["training"])


def shrunk(a: Architecture, t: Training, world: int) -> dict[str, dict[str, object]]:
    """The same kinds of parts, on the pocket text, so small that twenty steps take seconds on a laptop."""
    words = max(min(a.vocab, 1024), len(vocabulary()))
    a = a._replace(vocab=words, n_layers=2, d_model=64, n_heads=4, head_dim=16, d_ff=min(a.d_ff, 128))
    a = a._replace(n_kv_heads=4 if a.n_kv_heads == a.n_heads else 2)
    most = zip(EXPERTS, (4, 2, 1, 32, 1), strict=True)
    a = a._replace(**{name: min(getattr(a, name), value) for name, value in most})
    rows = max(1, min(4, 32 // world))  # of 32 in a step, so that four machines with eight can share them
    sizes = {"context": 32, "rows": rows, "tokens_per_step": 32 * 32, "steps": 20, "warmup_steps": 2}
    t = replace(t, data="pocket", tokenizer="", compile=False, **sizes)
    return {"architecture": a._asdict(), "training": asdict(t)}


def copies(t: Training, world: int, here: int) -> int:
    """How many times the model is held by `world` processes, of which `here` are on each machine."""
    return {"ddp": world, "fsdp": 1, "hsdp": t.replicas or max(1, world // here)}[t.parallel]


def passes(t: Training, world: int, here: int) -> int:
    """How many times each process computes before a step is complete. Raises InputError if that does not come out."""
    together = t.rows * t.context * world
    if t.tokens_per_step % together:
        raise InputError(
            f"training.tokens_per_step = {t.tokens_per_step} is not a multiple of {together}: "
            f"{t.rows} rows of {t.context} tokens in {world} processes."
        )
    if world % copies(t, world, here):
        raise InputError(
            f"{copies(t, world, here)} copies (training.replicas) cannot share {world} processes evenly."
        )
    return t.tokens_per_step // together
