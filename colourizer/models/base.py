"""What every network of this project has in common: lightness in, chroma out; and how it lies on disk."""

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
from colourizer.hints import HintGuide

# What `save_pretrained` writes beside a network. Those that the project publishes get whole cards: train/publishing/.
_CARD = """---
{{ card_data }}
---

# A network of Colourizelt!

It sees the lightness of a photograph and invents colours for it. **These colours are simulated**, and no evidence.

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
    """A network that sees lightness only. Subclasses set `Config` and `name`, and keep their config as `self.config`.

    `forward` takes lightness (B, 1, H, W), float, CIE L divided by 100, hence in [0, 1], of any H and W of at least
    16, and returns the network's own raw output; `chroma` turns that into CIE ab.

    On disk it is config.json (`name` as "architecture", the fields of `Config` as "config", `training_info` as
    "training") beside model.safetensors. `from_pretrained` reads a folder or a repository of the Hugging Face Hub,
    always strictly and never a pickle; `save_pretrained` and `push_to_hub` write one.
    """

    Config: ClassVar[Callable[..., Any]]
    name: ClassVar[str]  # in config.json
    title: ClassVar[str]  # what people read
    about: ClassVar[str] = ""  # a sentence or two for its card on the Hub
    has_distribution: ClassVar[bool] = False  # whether it knows a distribution, and so how sure it is
    folded = False  # whether it can no longer be trained or saved, see `folding`
    side: ClassVar[int] = 144  # pixels: photographs are shown to the network at about side² pixels

    config: Any

    def __init__(self):
        super().__init__()
        self.training_info: dict = {}  # how, as plain values for people to read

    def chroma(self, raw: Tensor) -> Tensor:
        """CIE ab (B, 2, H', W'), float, of what `forward` returned. Not differentiable."""
        raise NotImplementedError

    def distribution(self, raw: Tensor) -> ColourDistribution | None:
        """What the network knows of the colours of one photograph, from `raw` (1, ...); None if it only paints."""
        return None

    def predict_distribution(
        self, lightness: Tensor
    ) -> tuple[ColourDistribution, dict[LandscapeClass, float], HintGuide | None]:
        """For one photograph (1, 1, H, W): the distribution of its colours, the probability of each landscape, and how
        hints spread over it (None for a network without hints). Only where `has_distribution`.
        """
        raise NotImplementedError

    def picture(self, raw: Tensor, lightness: Tensor) -> Tensor:
        """The network's own picture of what `forward` returned for `lightness`.

        sRGB (B, 3, H, W), float32 in [0, 1], on the CPU. Not differentiable.
        """
        raise NotImplementedError

    def losses(self, raw: Tensor, rgb: Tensor) -> dict[str, Tensor]:
        """What training makes small, by name, from what `forward` returned and the true colours (B, 3, H, W), sRGB in
        [0, 1]: scalars, which are added up. The report's networks and `chroma` have steps of their own in `train`.
        """
        raise NotImplementedError

    def architecture(self) -> dict:
        """The config as plain values, as written to config.json."""
        return asdict(self.config)

    @classmethod
    def read(cls, config: dict, weights: Path, *, strict: bool = True) -> Self:
        """The network of what config.json holds and a file of weights, in evaluation mode.

        Raises KeyError, TypeError or ValueError for a config of something else, RuntimeError for weights that do not
        fit it, and SafetensorError for what are no weights.
        """
        if config["architecture"] != cls.name:
            raise ValueError(f"it holds a network of the kind {config['architecture']!r}, not {cls.name!r}")
        net = cls(cls.Config(**config["config"]))  # type: ignore[call-arg]  # a subclass takes its own config
        net.load_state_dict(load_file(weights), strict=strict)
        net.training_info = config.get("training", {})
        return net.eval()

    def _save_pretrained(self, save_directory: Path) -> None:
        """Both files, the weights as float16, each whole or not at all.

        Raises ValueError for a network whose batch norms were folded: nothing could read it back.
        """
        if self.folded:
            raise ValueError("This network was loaded only to be used. Load it with trainable=True to save it again.")
        weights = {
            key: (value.half() if value.is_floating_point() else value).contiguous()
            for key, value in self.state_dict().items()
        }
        config = {"architecture": self.name, "config": self.architecture(), "training": self.training_info}
        _replace(save_directory / WEIGHTS, lambda path: save_file(weights, path))
        _replace(save_directory / CONFIG, lambda path: path.write_text(json.dumps(config, indent=2) + "\n"))

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
        # The mixin's own would leave out what does not fit, overlook unknown fields, and fall back to a pickle.
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


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside `path`, then rename, so that nobody ever reads half a file; who may read it, the umask says."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.unlink(missing_ok=True)
    temporary.touch()
    mode = temporary.stat().st_mode  # safetensors writes files for their owner alone
    write(temporary)
    temporary.chmod(mode)
    temporary.replace(path)
