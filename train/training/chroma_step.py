"""The training step of `chroma`, which predicts a colour distribution for each pixel."""

import copy
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from colourizer.colour.lab import rgb_to_lab
from colourizer.configs import STRIDE
from colourizer.models.chroma import STEP, ChromaNet, reduced
from colourizer.models.folding import folded
from train.data.dataset import Example
from train.presets import ChromaSettings
from train.training.losses import adversarial_loss, discriminator_loss
from train.training.steps import Step

_EDGE = 128  # targets are looked up in a table over ab from -128 to 127
_NEAREST = 5  # bins over which a soft target is distributed
_RARE = 1e-4  # added to each bin's share, to limit the weight of very rare bins
_PRIOR_RATE = 0.005  # weight of a batch in the running mean of bin shares


class Targets:
    """A lookup table from true ab, rounded to one Lab unit, to bins and their shares.

    bins: (Q, 2), the bin centres.
    """

    def __init__(self, bins: Tensor, settings: ChromaSettings):
        side = torch.arange(-_EDGE, _EDGE, dtype=torch.float32)
        a, b = torch.meshgrid(side, side, indexing="ij")
        distance = torch.cdist(torch.stack([a.flatten(), b.flatten()], dim=1), bins)  # (65536, Q)
        if settings.softness:
            near, self.bins = distance.topk(_NEAREST, largest=False)
            shares = torch.exp(-(near**2) / (2 * settings.softness**2))
        else:
            # Bilinear weights over the four surrounding bins, so that their mean is the colour itself. There are fewer
            # beyond the outermost bins; a colour with none around it goes to the nearest bin.
            difference = (torch.stack([a.flatten(), b.flatten()], dim=1)[:, None] - bins).abs() / STEP
            weight = (1 - difference).clamp(min=0).prod(dim=2)
            weight[weight.sum(dim=1) == 0] = F.one_hot(
                distance[weight.sum(dim=1) == 0].argmin(dim=1), len(bins)
            ).float()
            shares, self.bins = weight.topk(4)
        self.shares = shares / shares.sum(dim=1, keepdim=True)

    def __call__(self, ab: Tensor) -> tuple[Tensor, Tensor]:
        """CIE ab (B, 2, h, w) → bins (B, K, h, w), int64, and their shares (B, K, h, w), which sum to 1."""
        place = (ab.round().long() + _EDGE).clamp(0, 2 * _EDGE - 1)
        place = place[:, 0] * 2 * _EDGE + place[:, 1]  # (B, h, w)
        return self.bins[place].permute(0, 3, 1, 2), self.shares[place].permute(0, 3, 1, 2)


@dataclass
class ChromaStep(Step):
    """Cross-entropy with the true colours, plus the errors of the distribution's mean and of its edges.

    For damaged photographs, a consistency loss compares the prediction with the averaged weights' prediction for the
    undamaged photograph, so that a print's condition does not change its colours (mean teacher: Tarvainen and Valpola
    2017, arXiv 1703.01780). If there is a network called "discriminator", its adversarial loss on the mean is added
    late in the run.
    """

    settings: ChromaSettings
    targets: Targets
    unfrozen: bool = False
    adversarial: bool = False
    teacher: ChromaNet | None = None
    frozen: nn.Module | None = None  # the encoder with folded batch norms, while it is frozen

    @property
    def generator(self) -> ChromaNet:
        """The network being trained, without Accelerate's wrapper."""
        return cast(ChromaNet, self.bare("generator"))

    def at(self, done: float, schedule: str) -> None:
        super().at(done, schedule)
        self.unfrozen = done >= self.settings.unfrozen_from
        self.adversarial = "discriminator" in self.networks and done >= self.settings.adversarial_from

    def follow(self, average: nn.Module) -> None:
        self.teacher = cast(ChromaNet, average)

    def __call__(self, batch: Example) -> dict[str, Tensor]:
        lightness, net = batch.lightness, self.networks["generator"]
        self.generator.encoder.eval().requires_grad_(self.unfrozen)  # its batch norms keep ImageNet's statistics
        strength, lightness = self._strength(lightness), self._rescaled(lightness)
        logits = net(lightness, None if self.unfrozen else self._features(lightness, strength), strength)
        truth = quarter_chroma(batch.rgb, logits.shape[-2:])
        counts = F.interpolate(batch.counts, size=truth.shape[-2:], mode="area")

        bins, shares = self.targets(truth)
        weights = self._weights(bins, shares, counts) * counts[:, 0] / counts.mean().clamp(min=1e-3)
        cross_entropy = ((logits.logsumexp(dim=1) - (logits.gather(1, bins) * shares).sum(dim=1)) * weights).mean()
        loss, logged = cross_entropy, {"cross_entropy": cross_entropy.detach()}
        if self.settings.mean_weight or self.settings.gradient_weight:
            error = (self.generator.expectation(logits) - truth) * counts
            mean, edges = error.abs().mean(), edge_error(error)
            loss = loss + self.settings.mean_weight * mean + self.settings.gradient_weight * edges
            logged |= {"ab_error": mean.detach(), "edges": edges.detach()}
        if self.settings.consistency_weight and bool((batch.consistency_mask > 0).any()):
            consistency = self._consistency(batch, logits)
            loss, logged = (
                loss + self.settings.consistency_weight * consistency,
                logged | {"consistency": consistency.detach()},
            )
        if self.adversarial:
            small = F.interpolate(lightness, size=truth.shape[-2:], mode="area")
            adversarial = self._adversarial_loss(small, self.generator.expectation(logits), truth, logged)
            loss = loss + self.settings.adversarial_weight * adversarial
        self.descend("generator", loss)
        return logged

    def _consistency(self, batch: Example, logits: Tensor) -> Tensor:
        """Cross-entropy between the distribution (B, Q, h, w) for damaged photographs and the teacher's distribution
        for the same photographs undamaged, averaged over all pixels of the batch.
        """
        assert self.teacher is not None, "a run tells its step of the average before it starts"
        mask = F.interpolate(batch.consistency_mask, size=logits.shape[-2:], mode="area")[:, 0]
        old = mask.flatten(1).amax(dim=1) > 0
        with torch.no_grad(), self.accelerator.autocast():
            # Mirrored, so that a photograph and its mirror image also get the same colours.
            teacher_input = self._rescaled(batch.clean[old].flip(-1))
            teacher_probabilities = self.teacher.eval()(teacher_input).flip(-1).float().softmax(dim=1)
            teacher_probabilities = F.interpolate(teacher_probabilities, size=logits.shape[-2:], mode="bilinear")
        difference = logits[old].logsumexp(dim=1) - (logits[old] * teacher_probabilities).sum(dim=1)
        return (difference * mask[old]).sum() / mask.numel()

    def _adversarial_loss(self, lightness: Tensor, painted: Tensor, truth: Tensor, logged: dict[str, Tensor]) -> Tensor:
        """Update the discriminator, add its loss to `logged`, and return the generator's adversarial loss.

        lightness: (B, 1, h, w) in [0, 1]. painted, truth: CIE ab (B, 2, h, w).
        """
        discriminator = self.networks["discriminator"]
        real, painted = (torch.cat([lightness, ab / _EDGE], dim=1) for ab in (truth, painted))
        loss = discriminator_loss(discriminator(lightness, real), discriminator(lightness, painted.detach()))
        self.descend("discriminator", loss)
        frozen = self.bare("discriminator").requires_grad_(False)
        adversarial = adversarial_loss(frozen(lightness, painted))
        frozen.requires_grad_(True)
        logged |= {"discriminator": loss.detach(), "generator": adversarial.detach()}
        return adversarial

    @torch.no_grad()
    def _features(self, lightness: Tensor, strength: Tensor | None) -> list[Tensor]:
        """The features of the frozen encoder, computed with folded batch norms in 0.6 of the time."""
        if self.frozen is None:
            self.frozen = folded(copy.deepcopy(self.generator.encoder))
        return self.frozen(self.generator.normalised(lightness, strength))

    def _rescaled(self, lightness: Tensor) -> Tensor:
        """Resize square lightness (B, 1, H, H) by a random scale from `smallest_scale` to 1."""
        smallest, most = (round(scale * lightness.shape[-1] / STRIDE) for scale in (self.settings.smallest_scale, 1))
        return reduced(lightness, torch.randint(smallest, most + 1, ()).item() / most) if smallest < most else lightness

    def _strength(self, lightness: Tensor) -> Tensor | None:
        """The strength of tone normalisation per photograph, (B, 1, 1, 1); None for the network's own setting."""
        if not self.settings.tone_jitter:
            return None
        jitter = self.settings.tone_jitter * (2 * torch.rand((len(lightness), 1, 1, 1)) - 1)
        return (self.settings.tone_strength + jitter).clamp(0, 1).to(lightness)

    def _weights(self, bins: Tensor, shares: Tensor, counts: Tensor) -> Tensor:
        """Pixel weights by the rarity of their colours, (B, h, w), 1 on average.

        Also updates the network's prior, from pixels of full weight only: no borders, no people.
        """
        prior = self.generator.prior
        whole = shares * (counts > 0.99)
        counts = torch.zeros_like(prior).index_add_(0, bins.flatten(), whole.flatten())
        prior.lerp_(counts / counts.sum().clamp(min=1), _PRIOR_RATE)
        if not self.settings.rebalancing:
            return torch.ones_like(shares[:, 0])
        by_bin = (prior + _RARE) ** -self.settings.rebalancing
        return (by_bin[bins] * shares).sum(dim=1) / (by_bin * prior).sum()


def quarter_chroma(rgb: Tensor, size: tuple[int, ...]) -> Tensor:
    """sRGB (B, 3, H, W) in [0, 1] → CIE ab (B, 2, *size), by area averaging."""
    batch, _, height, width = rgb.shape
    tall = rgb.permute(0, 2, 3, 1).reshape(batch * height, width, 3).cpu().contiguous().numpy()
    ab = torch.from_numpy(rgb_to_lab(tall)).reshape(batch, height, width, 3)[..., 1:].permute(0, 3, 1, 2)
    return F.interpolate(ab.to(rgb.device), size=size, mode="area")


def edge_error(error: Tensor) -> Tensor:
    """Mean absolute difference between the errors (B, 2, h, w) of neighbours: 0 if all colour edges are right."""
    return (error[..., 1:, :] - error[..., :-1, :]).abs().mean() + (error[..., 1:] - error[..., :-1]).abs().mean()
