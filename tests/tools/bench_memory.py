"""The photographs to measure, and the memory that each kind takes: `python -m tests.tools.bench --memory`."""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from colourizer import Colourizer
from colourizer.checkpoint import BUNDLED

ENCODED: dict[str, Any] = {"format": "JPEG", "quality": 92, "subsampling": "4:4:4"}
DEEP = "TIFF, 16 bit grey"
KINDS: dict[str, dict[str, Any]] = {
    "JPEG": ENCODED,
    "JPEG, progressive": ENCODED | {"progressive": True},
    "PNG": {"format": "PNG", "compress_level": 1},
    "WebP": {"format": "WEBP", "quality": 80, "method": 0},
    DEEP: {},  # tifffile's
}
CASES = [*((kind, "JPEG", ".jpg") for kind in KINDS), (DEEP, "TIFF, 16 bit", ".tif")]  # source, target, file extension
_SAMPLE = BUNDLED.parent / "samples" / "coast" / "mont-saint-michel.jpg"


def make_photograph(path: Path, megapixels: float, kind: str = "JPEG") -> None:
    """Write a 4:3 colour picture with grain: without grain, an enlarged picture would decode unusually fast.

    kind: one of `KINDS`. "TIFF, 16 bit grey" has no colour.
    """
    width = round((megapixels * 4 / 3) ** 0.5 * 1000)
    with Image.open(_SAMPLE) as sample:
        picture = np.asarray(sample.convert("RGB").resize((width, width * 3 // 4), Image.Resampling.BICUBIC))
    grain = np.random.default_rng(0).integers(-6, 7, (512, 512, 1), dtype=np.int16)
    tiled = np.tile(grain, (picture.shape[0] // 512 + 1, width // 512 + 1, 1))[: picture.shape[0], :width]
    picture = np.clip(picture + tiled, 0, 255).astype(np.uint8)
    if kind == DEEP:
        import tifffile  # takes a fifth of a second to import, and most kinds do not need it

        tifffile.imwrite(path, picture[..., 1].astype(np.uint16) * 257, photometric="minisblack")
    else:
        Image.fromarray(picture).save(path, **KINDS[kind])


def one_case(case: tuple[str, str, str], model: str, megapixels: float) -> float:
    """This process's peak memory from file to file, in MiB."""
    kind, _, suffix = case
    colourizer = Colourizer.from_pretrained(model)
    with a_folder() as folder:
        make_photograph(folder / "in", megapixels, kind)
        forget_peak()
        colourizer(folder / "in").save(folder / f"out{suffix}")
        return peak()


def memory_report(model: str, megapixels: float) -> str:
    """The peaks of all `CASES`, in Markdown. Each runs in a separate process, one after the other."""
    lines = [f"Model {model}, {megapixels:g} megapixels.", "", "| from | to | peak, MiB |", "| --- | --- | ---: |"]
    for index, (kind, target, _) in enumerate(CASES):
        command = [sys.executable, "-m", "tests.tools.bench", "--model", model, "--megapixels", str(megapixels)]
        done = subprocess.run([*command, "--case", str(index)], check=True, capture_output=True, text=True)
        lines.append(f"| {kind} | {target} | {float(done.stdout):,.0f} |")
        print(f"{kind} to {target} measured", file=sys.stderr)
    return "\n".join(lines)


@contextmanager
def a_folder() -> Iterator[Path]:
    """A temporary folder, as a context manager."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def forget_peak() -> None:
    """Reset the peak memory, if the system supports it, as the test picture was generated in this process."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def peak() -> float:
    """This process's peak memory, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # in bytes, except on Linux
