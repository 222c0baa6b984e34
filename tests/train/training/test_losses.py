"""The report's losses, compared with hand-computed values."""

import math

import torch

from train.training.losses import adversarial_loss, discriminator_loss

HALF = torch.zeros(2, 1, 3, 3)  # logits of probability 1/2


def test_an_undecided_discriminator_loses_a_bit_each_way():
    assert adversarial_loss(HALF).item() == torch.tensor(math.log(2)).item()
    torch.testing.assert_close(discriminator_loss(HALF, HALF), torch.tensor(math.log(2)))


def test_who_wins_pays_nothing():
    sure = torch.full_like(HALF, 30)
    assert discriminator_loss(sure, -sure) < 1e-6
    assert adversarial_loss(sure) < 1e-6
    assert adversarial_loss(-sure) > 29
    torch.testing.assert_close(discriminator_loss(sure, sure), torch.tensor(15.0))
