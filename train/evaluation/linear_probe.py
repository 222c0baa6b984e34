"""The landscape classifier on top of chroma's encoder: linear, fitted to pooled features."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader
from tqdm import tqdm

from colourizer.classes import LandscapeClass
from colourizer.models import ChromaNet
from colourizer.models.chroma import pooled
from train.data.dataset import Photographs
from train.data.manifest import Entry

_BATCH = 32
_DECAY = 1e-3  # weight decay, for features of unit variance
_ITERATIONS = 200


def fit_landscapes(net: ChromaNet, entries: Sequence[Entry]) -> None:
    """Fit the classifier inside `net` to `entries` by logistic regression."""
    features, labels = _features_and_labels(net, entries)
    mean, deviation = features.mean(dim=0), features.std(dim=0) + 1e-6
    scaled = (features - mean) / deviation
    weight = torch.zeros(len(LandscapeClass), features.shape[1], requires_grad=True)
    bias = torch.zeros(len(LandscapeClass), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=_ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = F.cross_entropy(scaled @ weight.T + bias, labels) + _DECAY * weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    with torch.no_grad():
        net.landscape_weight.copy_(weight / deviation)
        net.landscape_bias.copy_(bias - net.landscape_weight @ mean)


def accuracy(net: ChromaNet, entries: Sequence[Entry]) -> float:
    """The classifier's top-1 accuracy on `entries`."""
    features, labels = _features_and_labels(net, entries)
    logits = features @ net.landscape_weight.T + net.landscape_bias
    return (logits.argmax(dim=1) == labels).float().mean().item()


@torch.no_grad()
def _features_and_labels(net: ChromaNet, entries: Sequence[Entry]) -> tuple[Tensor, Tensor]:
    """Pooled features (N, C), and class indices (N,)."""
    batches = DataLoader(Photographs(entries, net.side), batch_size=_BATCH)
    features = [pooled(net.features(batch.lightness)) for batch in tqdm(batches, desc="recognise", mininterval=2)]
    classes = list(LandscapeClass)
    return torch.cat(features), torch.tensor([classes.index(entry.landscape) for entry in entries])
