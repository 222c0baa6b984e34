"""A IIIF Presentation 3 manifest of an archive's results: each canvas offers the original and the colouring.

Viewers such as Mirador or Universal Viewer show it once both folders are served under the given addresses. https://iiif.io/api/presentation/3.0/
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from PIL import Image

from colourizer.cli.archive.records import Done
from colourizer.files import replace_text
from colourizer.photo.opening import printable
from colourizer.photo.provenance import SIMULATED

IIIF = "iiif-manifest.json"
_CONTEXT = "http://iiif.io/api/presentation/3/context.json"


@dataclass(frozen=True)
class Addresses:
    """Where results and originals are served: absolute http or https addresses, without a final slash."""

    results: str
    originals: str

    @classmethod
    def parse(cls, results: str, originals: str | None) -> "Addresses":
        """By default the originals are under "originals" below the results. Raises ValueError."""
        for address in (results, originals or results):
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
                raise ValueError(f"{printable(address)} is no address such as https://example.org/archive.")
        results = results.rstrip("/")
        return cls(results, (originals or f"{results}/originals").rstrip("/"))


def write_iiif(output: Path, addresses: Addresses, title: str, model: str, done: Iterable[Done]) -> None:
    """Write the manifest, unless it would be empty. Raises OSError."""
    canvases = [_canvas(addresses, number, model, each) for number, each in enumerate(done, start=1) if each.width]
    if not canvases:
        return
    manifest = {
        "@context": _CONTEXT,
        "id": f"{addresses.results}/{IIIF}",
        "type": "Manifest",
        "label": {"none": [printable(title)]},
        "requiredStatement": _pair("Colours", SIMULATED.format(model=f"the model {model!r} of Colourizelt!")),
        "items": canvases,
    }
    replace_text(output / IIIF, json.dumps(manifest, indent=1) + "\n")


def _canvas(addresses: Addresses, number: int, model: str, done: Done) -> dict:
    canvas = f"{addresses.results}/canvas/{number}"
    size = {"width": done.width, "height": done.height}
    choices = [
        ("Black-and-white original", addresses.originals, done.photo),
        (f"Colours simulated by the model {model!r}", addresses.results, done.result),
    ]
    body = {
        "type": "Choice",
        "items": [
            {
                "id": f"{address}/{quote(os.fsencode(Path(path).as_posix()))}",
                "type": "Image",
                "format": _mime(path),
                **size,
                "label": {"en": [label]},
            }
            for label, address, path in choices
        ],
    }
    painting = {"id": f"{canvas}/painting", "type": "Annotation", "motivation": "painting", "body": body}
    metadata = [
        ("File", printable(done.photo)),
        ("Identifier", done.identifier),
        ("SHA-256 of the original", done.sha256),
    ]
    metadata.append(("Remarks", done.remarks.strip(" ()")))
    return {
        "id": canvas,
        "type": "Canvas",
        "label": {"none": [done.identifier or printable(done.photo)]},
        **size,
        "metadata": [_pair(name, value) for name, value in metadata if value],
        "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": [painting | {"target": canvas}]}],
    }


def _pair(label: str, value: str) -> dict:
    return {"label": {"en": [label]}, "value": {"none": [value]}}


def _mime(path: str) -> str:
    kind = Image.registered_extensions().get(Path(path).suffix.lower(), "")
    return Image.MIME.get(kind, "application/octet-stream")
