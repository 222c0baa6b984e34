"""A client for the app's endpoint /compare, which colours a photograph with every network.

The gallery runs no networks itself, and connects only to the address that the host configured.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from colourizer.evaluation.results import ResultsError
from colourizer.photo.photo import load_rgb

SIDE = 1024  # pixels on the longer side of the uploaded picture
_NAME = "photo"  # file name; the app answers with photo-grey.png and photo-MODEL.png


def coloured(address: str, picture: np.ndarray) -> dict[str, np.ndarray]:
    """Colour a picture, sRGB (H, W, 3), uint8, with each network of the app at `address`; returns results by model.

    The first is "grey". Raises ResultsError if the app does not answer.
    """
    try:
        from gradio_client import Client, handle_file  # only hosts that run the app need it
    except ImportError as error:
        raise ResultsError("Whoever hosts this page: `pip install gradio_client`, or leave --app out.") from error
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{_NAME}.png"
        Image.fromarray(picture).save(path)
        try:
            client = Client(address, verbose=False, download_files=folder, analytics_enabled=False)
            files = client.predict(photo=handle_file(path), api_name="/compare")
            found = {Path(file).stem.rpartition("-")[2]: load_rgb(Path(file)) for file in files}
        except Exception as error:  # the client raises undocumented exceptions of its transport
            raise ResultsError(
                "The app that colours photographs does not answer, or refused this one. Try again in a minute. "
                f"({type(error).__name__})"
            ) from error
    return {name: rgb if rgb.ndim == 3 else np.dstack([rgb] * 3) for name, rgb in found.items()}
