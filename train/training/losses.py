"""The report's losses. Each takes and returns tensors; pictures are sRGB (B, 3, H, W) in [0, 1]."""

import torch
import torch.nn.functional as F
from torch import Tensor


def adversarial_loss(painted_logits: Tensor) -> Tensor:
    """BCE(D(fake), 1): small when the discriminator classifies the generated photograph as real."""
    return F.binary_cross_entropy_with_logits(painted_logits, torch.ones_like(painted_logits))


def discriminator_loss(real_logits: Tensor, painted_logits: Tensor) -> Tensor:
    """(BCE(D(real), 1) + BCE(D(fake), 0)) / 2."""
    real = F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))
    painted = F.binary_cross_entropy_with_logits(painted_logits, torch.zeros_like(painted_logits))
    return (real + painted) / 2
