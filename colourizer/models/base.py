"""The base class of all networks: from lightness to chroma, and loading and saving."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import torch
import torch.nn.functional as F
from huggingface_hub import PyTorchModelHubMixin, hf_hub_download
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from colourizer.classes import LandscapeClass
from colourizer.colour.lab import rgb_to_lab
from colourizer.configs import CONFIG, WEIGHTS
from colourizer.distribution import ColourDistribution
from colourizer.files import replace_text, replaced
from colourizer.hints import HintGuide

# The card that `save_pretrained` writes. Published networks get complete cards: train/publishing/.
_CARD = """---
{{ card_data }}
---

# A network of Colourizelt!

It predicts colours from the lightness of a photograph. **These colours are simulated**, and are not evidence.

```python
from pathlib import Path

from colourizer import Colourizer

Colourizer.from_pretrained(Path("this folder"))("old.jpg").save("coloured.jpg")
```
"""


class ColourNet(
    nn.Module,
    PyTorchModelHubMixin,
    model_card_template=_CARD,
    library_name="colourizer",
    license="mit",
    pipeline_tag="image-to-image",
    tags=["image-colorization"],
):
    """A network whose only input is lightness. Subclasses set `Config` and `name`, and store `self.config`.

    `forward` takes lightness (B, 1, H, W), float, CIE L divided by 100, hence in [0, 1], of any H and W of at least
    16, and returns the network's own raw output; `chroma` turns that into CIE ab.

    On disk it is config.json (`name` as "architecture", the fields of `Config` as "config", `training_info` as
    "training") beside model.safetensors. `from_pretrained` reads a folder or a repository of the Hugging Face Hub,
    always strictly and never a pickle; `save_pretrained` and `push_to_hub` write one.
    """

    Config: ClassVar[Callable[..., Any]]
    name: ClassVar[str]  # in config.json
    title: ClassVar[str]  # for people
    about: ClassVar[str] = ""  # a sentence or two for its card on the Hub
    has_distribution: ClassVar[bool] = False  # whether it predicts a distribution, and so a certainty
    folded = False  # whether it can no longer be trained or saved, see `folding`
    side: int = 144  # photographs are reduced to about side² pixels

    config: Any

    def __init__(self):
        super().__init__()
        self.training_info: dict = {}  # how it was trained, as plain values for people

    def chroma(self, raw: Tensor) -> Tensor:
        """CIE ab (B, 2, H', W'), float, from the output of `forward`. Not differentiable."""
        raise NotImplementedError

    def distribution(self, raw: Tensor) -> ColourDistribution | None:
        """The distribution of one photograph, from `raw` (1, ...); None for a network without one."""
        return None

    def predict_distribution(
        self, lightness: Tensor
    ) -> tuple[ColourDistribution, dict[LandscapeClass, float], HintGuide | None]:
        """For one photograph (1, 1, H, W): the distribution of its colours, the probability of each landscape, and how
        hints spread over it (None for a network without hints). Only if `has_distribution`.
        """
        raise NotImplementedError

    def picture(self, raw: Tensor, lightness: Tensor) -> Tensor:
        """The network's own picture, from the output of `forward` for `lightness`.

        sRGB (B, 3, H, W), float32 in [0, 1], on the CPU. Not differentiable.
        """
        raise NotImplementedError

    def losses(self, raw: Tensor, rgb: Tensor) -> dict[str, Tensor]:
        """The training losses by name, from the output of `forward` and the true colours (B, 3, H, W), sRGB in [0, 1]:
        scalars, whose sum is minimised. `cgan` and `chroma` have their own training steps in `train`.
        """
        raise NotImplementedError

    def architecture(self) -> dict:
        """The config as plain values, as written to config.json."""
        return asdict(self.config)

    @classmethod
    def read(cls, config: dict, weights: Path, *, strict: bool = True) -> Self:
        """Load a network from the content of config.json and a file of weights, in evaluation mode.

        Raises KeyError, TypeError or ValueError for a config of another kind, RuntimeError for weights that do not fit
        it, and SafetensorError for an invalid file.
        """
        if config["architecture"] != cls.name:
            raise ValueError(f"it holds a network of the kind {config['architecture']!r}, not {cls.name!r}")
        net = cls(cls.Config(**config["config"]))  # type: ignore[call-arg]  # a subclass takes its own config
        net.load_state_dict(load_file(weights), strict=strict)
        net.training_info = config.get("training", {})
        return net.eval()

    def _save_pretrained(self, save_directory: Path) -> None:
        self.write(save_directory)  # ModelHubMixin documents it as the method for subclasses to define

    def write(self, folder: Path) -> None:
        """Write both files atomically, the weights as float16. `save_pretrained` adds a card.

        Raises ValueError for a network with folded batch norms, which could not be loaded again.
        """
        if self.folded:
            raise ValueError(
                "This network was loaded for inference only. Load it with trainable=True to save it again."
            )
        weights = {
            key: (value.half() if value.is_floating_point() else value).contiguous()
            for key, value in self.state_dict().items()
        }
        config = {"architecture": self.name, "config": self.architecture(), "training": self.training_info}
        with replaced(folder / WEIGHTS) as path:
            save_file(weights, path)
        replace_text(folder / CONFIG, json.dumps(config, indent=2) + "\n")

    @classmethod
    def _from_pretrained(
        cls,
        *,
        model_id: str,
        config: object = None,
        strict: bool = True,
        map_location: str | torch.device = "cpu",
        **where: Any,
    ) -> Self:
        # The mixin's default would skip weights that do not fit, ignore unknown fields, and fall back to a pickle.
        local = Path(model_id).is_dir()
        files = {
            name: Path(model_id) / name if local else Path(hf_hub_download(model_id, name, **where))
            for name in (CONFIG, WEIGHTS)
        }
        return cls.read(json.loads(files[CONFIG].read_text()), files[WEIGHTS], strict=strict).to(map_location)


class RGBNet(ColourNet):
    """A network of the report: its raw output is a colour picture (B, 3, H, W), sRGB in [0, 1]."""

    def picture(self, raw: Tensor, lightness: Tensor) -> Tensor:
        return raw.detach().float().cpu()

    def losses(self, raw: Tensor, rgb: Tensor) -> dict[str, Tensor]:
        return {"mae": F.l1_loss(raw, rgb)}

    def chroma(self, raw: Tensor) -> Tensor:
        pictures = raw.detach().float().cpu().permute(0, 2, 3, 1).numpy()  # (B, H, W, 3)
        chroma = np.stack([rgb_to_lab(np.ascontiguousarray(picture))[..., 1:] for picture in pictures])
        return torch.from_numpy(chroma).permute(0, 3, 1, 2)
