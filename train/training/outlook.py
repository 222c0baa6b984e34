"""Estimates the duration of a run."""

import torch

from train.presets import Preset

MEASURED = 8  # batches


def device_words(device: torch.device) -> str:
    """The device in words. A GPU is used if PyTorch finds one."""
    if device.type == "cuda":
        return f"the GPU ({torch.cuda.get_device_name(device)})"
    if device.type == "cpu":
        count = torch.get_num_threads()
        return f"the CPU ({count} thread{'s' * (count != 1)}; no GPU was found)"
    return f"the device {device.type}"


def pixels(preset: Preset, images: list[int], images_seen: int = 0) -> float:
    """Pixels still to be processed. images: photographs in each stage. images_seen: photographs processed so far."""
    total = 0.0
    for stage, count in zip(preset.stages, images, strict=True):
        left = max(0, count - images_seen)
        images_seen = max(0, images_seen - count)
        total += left * stage.size**2
    return total


def duration(seconds: float) -> str:
    """A duration in words: "about 40 seconds", "about 12 minutes", "about 44 hours"."""
    if seconds < 90:
        return f"about {max(10, round(seconds, -1)):.0f} seconds"
    return f"about {seconds / 60:.0f} minutes" if seconds < 5400 else f"about {seconds / 3600:.1f} hours"
