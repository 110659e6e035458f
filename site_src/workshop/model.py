"""The pocket model in torch: a transformer that has learned the words of a little world, in English and in Dutch.

    python -m workshop.model            its parts, and how many parameters each holds

Plain Python reads the same weights in the page: site_src/knobs/pocket/model.py. Attention that favours what is near
is ALiBi (Press and others, 2022); keys that hold the words before theirs too are the smeared
keys of Olsson and others (2022), here over several words and without parameters of their own; a router that lets one of several feed-forwards answer is that of the Switch
Transformer (Fedus and others, 2021).
"""

import math
from collections import Counter

import torch
from knobs.pocket.config import Config
from torch import Tensor, nn
from torch.nn import functional as F

END = 0  # the word that closes a text; what comes after it is another one


def rms(x: Tensor) -> Tensor:
    """x [..., width], scaled so that the mean of its squares is 1."""
    return F.rms_norm(x, x.shape[-1:], eps=1e-6)


class FeedForward(nn.Module):
    """Neurons that look for something in each word's numbers and add to them what they know of it."""

    def __init__(self, width: int, neurons: int):
        super().__init__()
        self.up = nn.Parameter(torch.empty(neurons, width))
        self.up_bias = nn.Parameter(torch.empty(neurons))
        self.down = nn.Parameter(torch.empty(width, neurons))

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(F.relu(F.linear(x, self.up, self.up_bias)), self.down)


class Experts(nn.Module):
    """Several feed-forwards, of which the router asks one for each word: many parameters, few of them at work."""

    def __init__(self, width: int, neurons: int, experts: int):
        super().__init__()
        self.router = nn.Parameter(torch.empty(experts, width))
        self.experts = nn.ModuleList(FeedForward(width, neurons) for _ in range(experts))

    def forward(self, x: Tensor) -> Tensor:
        shares = F.linear(x, self.router).softmax(-1)  # [batch, time, experts]
        share, chosen = shares.max(-1)
        answer = torch.zeros_like(x)
        for number, expert in enumerate(self.experts):
            here = chosen == number
            answer[here] = share[here].unsqueeze(-1) * expert(x[here])
        # What training adds to the loss so that all experts get work: 1 where they share it evenly, more where not.
        used = F.one_hot(chosen, len(self.experts)).float().flatten(0, -2).mean(0)
        self.unevenness = len(self.experts) * (used * shares.flatten(0, -2).mean(0)).sum()
        return answer


class Block(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.heads = config.heads
        for name in ("query", "key", "value", "output"):
            setattr(self, name, nn.Parameter(torch.empty(config.width, config.width)))
        sizes = config.width, config.feed_forward
        self.feed_forward = FeedForward(*sizes) if config.experts == 1 else Experts(*sizes, config.experts)

    def forward(self, x: Tensor, bias: Tensor, near: Tensor) -> Tensor:
        n = rms(x)
        queries, keys, values = (
            F.linear(read, matrix)
            .unflatten(-1, (self.heads, -1))
            .transpose(1, 2)  # [batch, heads, time, size]
            for read, matrix in ((n, self.query), (near @ n, self.key), (n, self.value))
        )
        seen = F.scaled_dot_product_attention(queries, keys, values, attn_mask=bias)
        x = x + F.linear(seen.transpose(1, 2).flatten(2), self.output)
        return x + self.feed_forward(rms(x))


class Pocket(nn.Module):
    """Words in, [batch, time]; for each a score for every word that may be next, [batch, time, vocabulary]."""

    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.embedding = nn.Parameter(torch.empty(config.vocabulary, config.width))
        self.positions = nn.Parameter(torch.empty(config.context, config.width))
        self.word_bias = nn.Parameter(torch.empty(config.vocabulary))
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.register_buffer("slopes", torch.tensor(config.slopes), persistent=False)
        self.start()

    def start(self) -> None:
        """Random, so that no two neurons begin alike; but what a block adds begins at 0, and so do biases."""
        usual = self.config.width**-0.5
        for name, parameter in self.named_parameters():
            if name.endswith(("bias", "output", "down")):
                nn.init.zeros_(parameter)
            else:
                nn.init.normal_(parameter, std=0.3 * usual if name == "positions" else usual)

    def forward(self, words: Tensor) -> Tensor:
        place, bias, near = self.within_texts(words)
        x = self.embedding[words] + self.positions[place]
        for block in self.blocks:
            x = block(x, bias, near)
        return F.linear(rms(x), self.embedding, self.word_bias)

    def within_texts(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """A row may hold several texts, each closed by END. Every word counts its place from the start of its own
        text, and sees nothing of the others: [batch, time]; [batch, heads, time, time], to add to the scores; and
        [batch, time, time], of which words, in equal shares, a key is made."""
        ends = words == END
        text = ends.cumsum(1) - ends.int()  # the number of its text, for each word
        time = torch.arange(words.shape[1], device=words.device).expand_as(words)
        first = torch.cat([torch.ones_like(ends[:, :1]), ends[:, :-1]], 1)
        place = time - torch.where(first, time, 0).cummax(1).values
        far = (time[0, :, None] - time[0, None, :]).float()  # [time, time]: how far back
        hidden = (text[:, :, None] != text[:, None, :]) | (far < 0)
        bias = -self.slopes[:, None, None] * far  # [heads, time, time]
        near = (~hidden & (far <= self.config.smear)).float()
        return place, bias.masked_fill(hidden[:, None], -math.inf), near / near.sum(-1, keepdim=True)

    def tensors(self) -> dict[str, Tensor]:
        """The parameters by their names in a file of weights, see knobs.pocket.config."""
        named = {name.replace("feed_forward.", ""): kept for name, kept in self.state_dict().items()}
        return {name: named[name] for name in self.config.shapes}

    def load_tensors(self, tensors: dict[str, Tensor]) -> None:
        """The opposite of `tensors`."""
        own = self.state_dict()
        self.load_state_dict({name: tensors[name.replace("feed_forward.", "")] for name in own})


def losses(model: Pocket, rows: Tensor) -> Tensor:
    """How surprised the model is by the next word of each word, in nats: −log of its probability, [batch, time].

    rows [batch, time + 1]. After END comes the first word of another text: nobody could know it, so that counts as 0.
    """
    words, following = rows[:, :-1], rows[:, 1:]
    wanted = following.masked_fill(words == END, -1)
    return F.cross_entropy(model(words).mT, wanted, ignore_index=-1, reduction="none")


def loss(model: Pocket, rows: Tensor) -> Tensor:
    """The mean of the losses, without those that nobody could know."""
    return losses(model, rows).sum() / (rows[:, :-1] != END).sum()


def main() -> None:
    model = Pocket(Config(vocabulary=867))
    counted: Counter[str] = Counter()
    for name, parameter in model.tensors().items():
        counted[name.split(".")[-1]] += parameter.numel()
    for name, parameters in counted.items():
        print(f"{name:<10}{parameters:>9,}")
    print(f"{'together':<10}{counted.total():>9,}")


if __name__ == "__main__":
    main()
