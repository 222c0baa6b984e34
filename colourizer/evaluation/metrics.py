"""How far one picture is from another. One function per metric; all take sRGB (H, W, 3), uint8, of the same size."""

from collections.abc import Callable

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from colourizer.evaluation.error_maps import ciede2000_map


def mae(picture: np.ndarray, truth: np.ndarray) -> float:
    """Mean absolute error over all channels, sRGB scaled to [0, 1]: the report's figure. 0 is perfect."""
    return float(np.abs(picture.astype(np.float32) - truth.astype(np.float32)).mean() / 255)


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB, over all channels. Higher is better; 100 stands for identical pictures."""
    if np.array_equal(picture, truth):
        return 100.0
    return float(peak_signal_noise_ratio(truth, picture))


def ssim(picture: np.ndarray, truth: np.ndarray) -> float:
    """Structural similarity in [-1, 1], the channels' mean; 1 is perfect. Source: Wang et al. 2004."""
    similarity = structural_similarity(truth, picture, channel_axis=2)
    return float(similarity)  # pyright: ignore[reportArgumentType]  # a tuple only where one asks for more


def ciede2000(picture: np.ndarray, truth: np.ndarray) -> float:
    """Mean colour difference ΔE00 as people see it: about 1 is just noticeable. Source: CIE 142:2001."""
    return float(ciede2000_map(picture, truth).mean())


def colourfulness(picture: np.ndarray, truth: np.ndarray | None = None) -> float:
    """How vivid a picture is, whatever the truth: 0 is grey, 33 moderate, 59 quite colourful.

    Source: Hasler and Süsstrunk 2003, equation 10, on sRGB in [0, 255].
    """
    red, green, blue = picture.reshape(-1, 3).astype(np.float32).T
    red_green, yellow_blue = red - green, (red + green) / 2 - blue
    spread = np.hypot(red_green.std(), yellow_blue.std())
    shift = np.hypot(red_green.mean(), yellow_blue.mean())
    return float(spread + 0.3 * shift)


def colourfulness_difference(picture: np.ndarray, truth: np.ndarray) -> float:
    """How much more vivid a picture is than the truth; below 0 it is duller. 0 is best."""
    return colourfulness(picture) - colourfulness(truth)


METRICS: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "mae": mae,
    "psnr": psnr,
    "ssim": ssim,
    "ciede2000": ciede2000,
    "colourfulness": colourfulness,
    "colourfulness_difference": colourfulness_difference,
}
