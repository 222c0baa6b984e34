"""The report's adversarial losses, as functions of the discriminator's logits."""

import torch
import torch.nn.functional as F
from torch import Tensor


def adversarial_loss(painted_logits: Tensor) -> Tensor:
    """BCE(D(fake), 1): small if the discriminator classifies the generated photograph as real."""
    return F.binary_cross_entropy_with_logits(painted_logits, torch.ones_like(painted_logits))


def discriminator_loss(real_logits: Tensor, painted_logits: Tensor) -> Tensor:
    """(BCE(D(real), 1) + BCE(D(fake), 0)) / 2."""
    real = F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))
    painted = F.binary_cross_entropy_with_logits(painted_logits, torch.zeros_like(painted_logits))
    return (real + painted) / 2
