"""The pocket model in torch against the one in plain Python, against arithmetic by hand, and against itself."""

import math

import pytest
import torch
from knobs.pocket import Config, Model, Weights
from workshop.model import END, Experts, Pocket, loss

FILE = "look in site_src/workshop/model.py"
SMALL = {"vocabulary": 12, "context": 10, "width": 8, "layers": 2, "heads": 2, "feed_forward": 16}


def random_model(**sizes):
    torch.manual_seed(3)
    model = Pocket(Config(**{**SMALL, **sizes}))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    return model


def plain(model):
    tables = {name: tensor.tolist() for name, tensor in model.tensors().items()}
    return Model(
        Weights(model.config, {name: t if isinstance(t[0], list) else [t] for name, t in tables.items()})
    )


@pytest.mark.parametrize(
    "sizes", [{}, {"slopes": (0.0, 0.5)}, {"smear": 3}, {"experts": 3}, {"layers": 1, "heads": 1}], ids=str
)
def test_plain_python_agrees(sizes):
    model = random_model(**sizes)
    words = [1, 5, 7, 7, 2, 11, 3, 4, 9, 10]
    with torch.no_grad():
        logits = model(torch.tensor([words]))[0]
    other = plain(model)
    for place, word in enumerate(words):
        read = torch.tensor(other.step(word))
        assert torch.allclose(read, logits[place], atol=1e-4), (
            f"word {place}: {FILE} or knobs/pocket/model.py"
        )


def test_a_row_of_texts_is_read_as_each_by_itself():
    model = random_model(slopes=(0.0, 0.25), smear=2)
    texts = [[1, 5, 6, END], [2, 7, END], [1, 8, 9]]
    with torch.no_grad():
        together = model(torch.tensor([[word for text in texts for word in text]]))[0]
        apart = torch.cat([model(torch.tensor([text]))[0] for text in texts])
    assert torch.allclose(together, apart, atol=1e-5), FILE


def test_no_word_sees_what_follows():
    model = random_model(experts=2, smear=1)
    with torch.no_grad():
        one, other = (model(torch.tensor([[1, 5, 6, last]]))[0, :3] for last in (7, 8))
    assert torch.allclose(one, other, atol=1e-6), FILE


def test_the_loss_by_hand():
    model = random_model()
    row = [1, 5, END, 2, 7]
    with torch.no_grad():
        probabilities = model(torch.tensor([row[:-1]]))[0].softmax(-1)
        # what follows END is another text, which nobody can foresee
        wanted = -sum(math.log(probabilities[at, row[at + 1]]) for at in (0, 1, 3)) / 3
        assert loss(model, torch.tensor([row])).item() == pytest.approx(wanted, rel=1e-5), FILE


@pytest.mark.parametrize("experts", [1, 4])
def test_parameters_go_out_and_come_back(experts):
    model, other = random_model(experts=experts), Pocket(Config(**SMALL, experts=experts))
    assert sum(p.numel() for p in model.parameters()) == model.config.parameters, FILE
    other.load_tensors(model.tensors())
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters(), strict=True)), FILE


def test_the_pocket_model_has_258083_parameters():
    assert sum(p.numel() for p in Pocket(Config(vocabulary=867)).parameters()) == 258_083, FILE


def test_the_blocks_of_a_new_model_add_nothing():
    torch.manual_seed(0)
    model = Pocket(Config(**SMALL))
    words = torch.tensor([[3, 4, 3]])
    x = model.embedding[words] + model.positions[:3]
    scaled = x / x.square().mean(-1, keepdim=True).sqrt()
    assert torch.allclose(model(words), scaled @ model.embedding.T, atol=1e-3), FILE


def test_experts_that_share_evenly_are_even():
    experts = Experts(8, 16, 4)
    for parameter in experts.parameters():
        torch.nn.init.zeros_(parameter)
    experts(torch.randn(2, 5, 8))
    assert experts.unevenness.item() == pytest.approx(1), FILE  # equal shares, whoever is chosen
