"""The training steps: how one batch updates each network. The training loop is the same for all of them."""

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
    """A training step with its networks; each network's optimizer has the same name.

    The network called "generator" is the one shipped.
    """

    networks: dict[str, nn.Module]
    optimizers: dict[str, Optimizer]

    def __call__(self, batch: Example) -> dict[str, Tensor]:
        """Update the networks on a batch of examples; returns the losses by name."""
        raise NotImplementedError

    def follow(self, average: nn.Module) -> None:
        """Set the generator's weight average before the run, for steps that use it as a teacher."""

    def at(self, done: float, schedule: str) -> None:
        """Update the schedule. done: the completed share of the run, in [0, 1]."""
        factor = (1 + math.cos(math.pi * done)) / 2 if schedule == "cosine" else 1.0
        for optimizer in self.optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = group["initial_lr"] * factor

    def prepare(self, accelerator: Accelerator) -> None:
        """Move networks and optimizers to the accelerator's device, and distribute them over its processes."""
        self.accelerator = accelerator
        self.networks = {name: accelerator.prepare(network) for name, network in self.networks.items()}
        self.optimizers = {name: accelerator.prepare(optimizer) for name, optimizer in self.optimizers.items()}

    def bare(self, name: str) -> nn.Module:
        """The network `name` without its distributed wrapper."""
        return self.accelerator.unwrap_model(self.networks[name])

    def descend(self, name: str, loss: Tensor) -> None:
        """Take an optimizer step of the network `name` on `loss`. Raises TrainingError if a gradient is not finite."""
        self.optimizers[name].zero_grad(set_to_none=True)
        self.accelerator.backward(loss)
        norm = nn.utils.get_total_norm([p.grad for p in self.networks[name].parameters() if p.grad is not None])
        if not torch.isfinite(norm):
            raise TrainingError(f"A gradient of the {name} is no longer a number. Lower the learning rate.")
        self.optimizers[name].step()


class BaselineStep(Step):
    """Mean absolute error only."""

    def __call__(self, batch: Example) -> dict[str, Tensor]:
        mae = F.l1_loss(self.networks["generator"](batch.lightness), batch.rgb)
        self.descend("generator", mae)
        return {"mae": mae.detach()}


class OwnStep(Step):
    """The sum of the losses defined in the network's `ColourNet.losses`."""

    def __call__(self, batch: Example) -> dict[str, Tensor]:
        raw = self.networks["generator"](batch.lightness)
        losses = cast(ColourNet, self.bare("generator")).losses(raw, batch.rgb)
        self.descend("generator", torch.stack(list(losses.values())).sum())
        return {name: loss.detach() for name, loss in losses.items()}


@dataclass
class CganStep(Step):
    """The report's conditional GAN: G = BCE(D(fake), 1) + λ·MAE, D = (BCE(D(real), 1) + BCE(D(fake), 0)) / 2.

    Either loss may start late, as in DeOldify's "NoGAN": first the generator is trained on the MAE only, then also the
    discriminator, and only then is the adversarial loss added to the generator's.
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
            logged["discriminator"] = self._update_discriminator(lightness, rgb, painted.detach())
        if self.done >= self.adversarial_from:
            discriminator = self.bare("discriminator").requires_grad_(False)  # gradients only pass through it
            adversarial = adversarial_loss(discriminator(lightness, painted))
            loss, logged["generator"] = loss + adversarial, adversarial.detach()
        self.descend("generator", loss)
        self.bare("discriminator").requires_grad_(True)
        return logged | {"total": loss.detach()}

    def _update_discriminator(self, lightness: Tensor, rgb: Tensor, painted: Tensor) -> Tensor:
        """Update the discriminator; returns its loss."""
        discriminator = self.networks["discriminator"]
        loss = discriminator_loss(discriminator(lightness, rgb), discriminator(lightness, painted))
        self.descend("discriminator", loss)
        return loss.detach()
