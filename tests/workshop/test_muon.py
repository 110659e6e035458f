"""Our Muon, which stacks matrices of one shape, against the one in torch."""

import pytest
import torch
from workshop.muon import Muon, orthogonal

FILE = "look in site_src/workshop/muon.py"
SHAPES = [(8, 8), (8, 8), (32, 8), (8, 32)]


def trained(make, steps=5):
    torch.manual_seed(1)
    parameters = [torch.nn.Parameter(torch.randn(shape)) for shape in SHAPES]
    optimizer = make(parameters)
    for _ in range(steps):
        for parameter in parameters:
            parameter.grad = torch.randn_like(parameter)
        optimizer.step()
    return [parameter.detach() for parameter in parameters]


@pytest.mark.parametrize("decay", [0, 0.2, 5])
def test_it_steps_as_torch_does(decay):
    ours = trained(lambda parameters: Muon(parameters, lr=0.02, momentum=0.95, decay=decay))
    theirs = trained(
        lambda parameters: torch.optim.Muon(parameters, lr=0.02, momentum=0.95, weight_decay=decay)
    )
    for mine, other, shape in zip(ours, theirs, SHAPES, strict=True):
        # torch computes in bfloat16, which has three digits; five steps went about 0.02 far in each direction
        assert torch.allclose(mine, other, atol=2e-3), f"{shape}: {FILE}"


@pytest.mark.parametrize("shape", [(3, 64, 64), (2, 64, 256), (2, 256, 64), (1, 1, 5)])
def test_all_directions_count_about_as_much(shape):
    matrices = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    turned = orthogonal(matrices)
    left, _, right = torch.linalg.svd(matrices, full_matrices=False)
    alike = torch.cosine_similarity(
        turned.flatten(1), (left @ right).flatten(1)
    )  # all singular values exactly 1
    assert turned.shape == shape and alike.min() > 0.95, f"{alike}: {FILE}"
    assert torch.linalg.svdvals(turned).max() < 1.3, FILE


def test_without_a_gradient_nothing_turns():
    still = torch.nn.Parameter(torch.ones(4, 4))
    optimizer = Muon([still])
    optimizer.step()
    still.grad = torch.zeros(4, 4)
    optimizer.step()
    assert torch.equal(still, torch.ones(4, 4)), FILE
