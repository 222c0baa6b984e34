"""Parts of simulated scans: aged photographs, paper, handwriting, dirt, and a scanner's artefacts."""

from collections.abc import Sequence

import cv2
import numpy as np

from colourizer.frame.frame import Area, directions

_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX)


def aged(photo: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """An aged print: shifted and faded tones, slight blur, grain, and sometimes a vignette."""
    tones = np.clip(photo / 100, 0, 1) ** np.exp(random.uniform(-0.4, 0.4))
    tones = cv2.GaussianBlur(tones.astype(np.float32), (0, 0), random.uniform(0.3, 1.5))
    black, white = random.uniform(0, 0.25), random.uniform(0.75, 1)
    tones = black + tones * (white - black)
    if random.random() < 0.3:
        y, x = np.mgrid[-1 : 1 : tones.shape[0] * 1j, -1 : 1 : tones.shape[1] * 1j]
        tones = tones * (1 - random.uniform(0.1, 0.35) * ((x**2 + y**2) / 2) ** 1.5)
    return np.clip(tones + random.normal(0, random.uniform(0.005, 0.03), tones.shape), 0, 1).astype(np.float32) * 100


def paper(size: tuple[int, int], tone: float, random: np.random.Generator) -> np.ndarray:
    """Paper, cardboard or a scanner's lid: one tone with a slow gradient and a fine texture."""
    width, height = size
    slope = random.uniform(-3, 3, 2)
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
    coarse = random.normal(0, 1, (height // 3 + 1, width // 3 + 1)).astype(np.float32)
    texture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR) * random.uniform(0, 1.5)
    return (tone + slope[0] * x + slope[1] * y + texture).astype(np.float32)


def fitted(photo: np.ndarray, width: float, height: float) -> np.ndarray:
    """The centre of a photograph, cropped to the aspect ratio of an area and resized to about its size in pixels."""
    have_height, have_width = photo.shape
    scale = min(have_width / width, have_height / height)
    cut_width, cut_height = int(width * scale), int(height * scale)
    left, top = (have_width - cut_width) // 2, (have_height - cut_height) // 2
    cut = photo[top : top + cut_height, left : left + cut_width]
    return cv2.resize(cut, (max(8, round(width)), max(8, round(height))), interpolation=cv2.INTER_AREA)


def pasted(canvas: np.ndarray, photo: np.ndarray, box: Sequence[float], angle: float, alpha: np.ndarray) -> Area:
    """Paste `photo` on `canvas` at the box (centre, width, height in pixels), rotated; returns its area."""
    size = (canvas.shape[1], canvas.shape[0])
    area = Area.of_pixels(box, angle, size)
    height, width = photo.shape
    across, down = directions(angle)
    across, down = across * box[2] / width, down * box[3] / height
    # Pixel centres are at i + 0.5 in both pictures.
    start = np.array(box[:2]) + across * (0.5 - width / 2) + down * (0.5 - height / 2) - 0.5
    matrix = np.column_stack([across, down, start])
    layer = cv2.warpAffine(photo, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpAffine(alpha, matrix, size, flags=cv2.INTER_LINEAR)
    canvas += mask * (layer - canvas)
    return area


def opacity(shape: tuple[int, int], random: np.random.Generator, edge: str) -> np.ndarray:
    """The opacity of a print: full, or with rounded corners, an arched top, or a torn or uneven edge."""
    height, width = shape
    alpha = np.ones(shape, np.float32)
    if edge == "rounded":
        radius = int(min(shape) * random.uniform(0.02, 0.08))
        corner = np.hypot(*np.mgrid[radius:0:-1, radius:0:-1]) <= radius
        for turn in range(4):
            part = np.rot90(corner, -turn)
            rows = slice(0, radius) if turn in (0, 1) else slice(height - radius, height)
            columns = slice(0, radius) if turn in (0, 3) else slice(width - radius, width)
            alpha[rows, columns] = part
    elif edge in ("torn", "uneven"):
        most = min(shape) * (0.012 if edge == "uneven" else 0.03)
        for turn in range(4):
            alpha = np.ascontiguousarray(np.rot90(alpha))
            length = alpha.shape[1]
            bumps = cv2.resize(
                random.normal(0, 1, (1, max(8, length // 14))), (length, 1), interpolation=cv2.INTER_CUBIC
            )
            depth = np.clip(bumps[0] - 0.7 * (edge == "torn"), 0, 3) * most / 2
            if edge == "uneven" or turn < 3:
                alpha *= (np.arange(len(alpha))[:, None] + 0.5 > depth).astype(np.float32)
    return alpha


def write(
    canvas: np.ndarray, text: str, at: tuple[float, float], height: float, ink: float, random: np.random.Generator
) -> None:
    """Write letters of about `height` pixels, starting at a point (x, y). ink: their lightness."""
    font = _FONTS[random.integers(len(_FONTS))]
    mask = np.zeros(canvas.shape, np.uint8)
    cv2.putText(mask, text, (int(at[0]), int(at[1])), font, height / 11, 255, max(1, int(height / 9)), cv2.LINE_AA)
    canvas += (mask / np.float32(255)) * (np.float32(ink) - canvas)


def scanned(canvas: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Add dirt, scratches, uneven light, scanner noise, and JPEG artefacts."""
    height, width = canvas.shape
    dirty = canvas.copy()
    for _ in range(random.integers(0, 60)):
        at = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(
            dirty, at, int(random.integers(1, max(2, height // 250))), float(random.uniform(0, 100)), -1, cv2.LINE_AA
        )
    for _ in range(random.integers(0, 4)):
        ends = np.column_stack([random.integers(0, width, 2), random.integers(0, height, 2)])
        cv2.polylines(dirty, [ends.astype(np.int32)], False, float(random.uniform(40, 100)), 1, cv2.LINE_AA)
    if random.random() < 0.3:
        stain = np.zeros_like(dirty)
        at = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(stain, at, int(height * random.uniform(0.03, 0.1)), float(random.uniform(-8, -3)), -1)
        dirty += cv2.GaussianBlur(stain, (0, 0), height * 0.02)
    if random.random() < 0.3:
        left, right = random.uniform(0.95, 1, 2)
        dirty *= np.linspace(left, right, width, dtype=np.float32)
    dirty += random.normal(0, random.uniform(0.2, 1.2), dirty.shape)
    grey = (np.clip(dirty, 0, 100) * 2.55).round().astype(np.uint8)
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(60, 96))])
    decoded = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    assert decoded is not None, "what was just encoded can be decoded"
    return decoded.astype(np.float32) / np.float32(2.55)
