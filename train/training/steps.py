"""The report's algorithms: what one batch teaches each network. The loop around them knows nothing of either."""

import math
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from accelerate import Accelerator
from torch import Tensor, nn
from torch.optim import Optimizer

from colourizer.models import ColourNet
from train.data.dataset import Example
from train.errors import TrainingError
from train.training.losses import adversarial_loss, discriminator_loss


@dataclass
class Step:
    """One step of training, and what it trains: every network has the optimizer of its name.

    The network called "generator" is the one that is shipped.
    """

    networks: dict[str, nn.Module]
    optimizers: dict[str, Optimizer]

    def __call__(self, batch: Example) -> dict[str, Tensor]:
        """Learn from a batch of examples; return the losses by name."""
        raise NotImplementedError

    def follow(self, average: nn.Module) -> None:
        """Told of the generator's averaged weights before the run: for those who learn from it as from a teacher."""

    def at(self, done: float, schedule: str) -> None:
        """Set what changes on the way. done: the share of the run that is over, in [0, 1]."""
        factor = (1 + math.cos(math.pi * done)) / 2 if schedule == "cosine" else 1.0
        for optimizer in self.optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = group["initial_lr"] * factor

    def prepare(self, accelerator: Accelerator) -> None:
        """Put networks and optimizers on the accelerator's device, and among its processes."""
        self.accelerator = accelerator
        self.networks = {name: accelerator.prepare(network) for name, network in self.networks.items()}
        self.optimizers = {name: accelerator.prepare(optimizer) for name, optimizer in self.optimizers.items()}

    def bare(self, name: str) -> nn.Module:
        """The network `name` without what spreads it over processes."""
        return self.accelerator.unwrap_model(self.networks[name])

    def descend(self, name: str, loss: Tensor) -> None:
        """Move the network `name` against the gradient of `loss`. Raises TrainingError for a gradient of no number."""
        self.optimizers[name].zero_grad(set_to_none=True)
        self.accelerator.backward(loss)
        norm = nn.utils.get_total_norm([p.grad for p in self.networks[name].parameters() if p.grad is not None])
        if not torch.isfinite(norm):
            raise TrainingError(f"A gradient of the {name} is no longer a number. Lower the learning rate.")
        self.optimizers[name].step()


class BaselineStep(Step):
    """Mean absolute error, and nothing else."""

    def __call__(self, batch: Example) -> dict[str, Tensor]:
        mae = F.l1_loss(self.networks["generator"](batch.lightness), batch.rgb)
        self.descend("generator", mae)
        return {"mae": mae.detach()}


class OwnStep(Step):
    """The sum of the losses that a network names itself: how a network is trained that is one module."""

    def __call__(self, batch: Example) -> dict[str, Tensor]:
        raw = self.networks["generator"](batch.lightness)
        losses = cast(ColourNet, self.bare("generator")).losses(raw, batch.rgb)
        self.descend("generator", torch.stack(list(losses.values())).sum())
        return {name: loss.detach() for name, loss in losses.items()}


@dataclass
class CganStep(Step):
    """The report's conditional GAN: G = BCE(D(fake), 1) + λ·MAE, D = (BCE(D(real), 1) + BCE(D(fake), 0)) / 2.

    Either loss may join late, as in DeOldify's "NoGAN": the generator first learns colours from the MAE alone, then the
    discriminator learns to judge them, and only then does its judgement count.
    """

    mae_weight: float  # λ
    discriminator_from: float = 0.0  # shares of the run
    adversarial_from: float = 0.0
    done: float = 0.0

    def at(self, done: float, schedule: str) -> None:
        super().at(done, schedule)
        self.done = done

    def __call__(self, batch: Example) -> dict[str, Tensor]:
        lightness, rgb = batch.lightness, batch.rgb
        painted = self.networks["generator"](lightness)
        mae = F.l1_loss(painted, rgb)
        loss, logged = self.mae_weight * mae, {"mae": mae.detach()}
        if self.done >= self.discriminator_from:
            logged["discriminator"] = self._judge(lightness, rgb, painted.detach())
        if self.done >= self.adversarial_from:
            judge = self.bare("discriminator").requires_grad_(False)  # lets the gradient through and keeps none of it
            fooled = adversarial_loss(judge(lightness, painted))
            loss, logged["generator"] = loss + fooled, fooled.detach()
        self.descend("generator", loss)
        self.bare("discriminator").requires_grad_(True)
        return logged | {"total": loss.detach()}

    def _judge(self, lightness: Tensor, rgb: Tensor, painted: Tensor) -> Tensor:
        """One step of the discriminator; returns its loss."""
        discriminator = self.networks["discriminator"]
        judged = discriminator_loss(discriminator(lightness, rgb), discriminator(lightness, painted))
        self.descend("discriminator", judged)
        return judged.detach()
