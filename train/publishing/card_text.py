"""The text of the cards, without numbers, which `train/publishing/cards.py` fills in."""

SIMULATED = """\
**These colours are simulated.** A network has seen many coasts and knows what coasts tend to look like; it does not
know what colour this one was. A coloured photograph is a guess to look at, and no evidence of the past."""

WHAT = {
    "autoencoder": "It is the baseline of the student report that the project began as: a plain autoencoder, five "
    "encoding and five decoding layers, no cross-connections, trained on the mean absolute error. It is here to be "
    "compared with, and not the one to colour photographs with.",
    "unet": "It is the generator of the student report that the project began as: a U-net, trained as a conditional "
    "GAN against a PatchGAN.",
    "chroma": "It is the project's own network: an ImageNet encoder (EfficientNet-Lite), a light decoder, and for "
    "every pixel a distribution over colours. So it says how sure it is, offers other plausible colourings, and can be "
    "read from faithful to vivid without being run again.",
}

NO_TABLES = "The training photographs were not named when this card was made."

INSIDE = """\
raw = net(torch.rand(1, 1, 96, 144))  # lightness, CIE L divided by 100
chroma = net.chroma(raw)  # CIE ab"""
INSIDE_CERTAIN = f"""\
{INSIDE}
distribution = net.distribution(raw)  # how likely each colour is, at every pixel"""

ENCODER = """\
The encoder began with the ImageNet weights of EfficientNet-Lite (Tan & Le 2019, arXiv 1905.11946), published under the
Apache License 2.0. Its first layer sums the weights of red, green and blue, since lightness is one channel."""

GREY = """\
Grey passthrough, a photograph with no colour at all, stands first: MAE and PSNR reward desaturated colours, so read
them beside colourfulness and the Fréchet distance (on EfficientNet-Lite2's features; it is not FID)."""
OWN_PICTURE = "\"Own picture\" is the network's own output, lightness included; the other rows keep the original's."
FAITHFUL = '"Faithful" is the reading of least expected error.'
SMALL = "- Its input is reduced to about {side}x{side} pixels, so it misses small coloured things."

CERTAINTY = """\
### Does it know when it is wrong?

Certainty is the share of cases in which the true colour is within {within:g} ΔE (CIE 1976) of the one shown. On the
same photographs the largest gap between what it says and what holds is {coverage:.3f}, and the rank correlation of
expected and true error within a photograph is {spearman:.3f} (Spearman, the mean over photographs).
"""

RESULTS = """\
On {count} photographs of the {name}, which no network was trained on, at {size}x{size} pixels (RGB in [0, 1]; in
brackets 95 % bootstrap intervals), made by `{command}`:"""

MODEL = """\
# Colourizelt! {title}

It colours black-and-white photographs of landscapes: coasts, forests, mountains, open country, streets and tall
buildings. {what}

{simulated}

## How to load it

With the project's package, which reads photographs, keeps their size and their lightness, and writes into each result
that its colours are simulated:

```python
from colourizer import Colourizer

coloured = Colourizer.from_pretrained("{repository}", revision="{version}")("old.jpg")
coloured.save("coloured.jpg")
```

The bare network, a PyTorch module. Loading is strict, and only safetensors are opened:

```python
import torch
from colourizer.models import {kind}

net = {kind}.from_pretrained("{repository}", revision="{version}")
{inside}
```

SHA-256 of `model.safetensors` (float16): `{sha256}`. A tag can be moved: for work that must be repeatable, give the
commit's hash as the revision.

## Data

{sources}

{tables}

The split depends only on what a picture shows, so copies and near copies are in the same split. Labels of the sources
are mapped to the six classes by one table, `train/data/sources.py`.

## Training

{training}

The settings behind the preset are a line in `train/presets.py`.

## Results

{results}

{certainty}
## Limits

- It was trained on modern, small photographs of six kinds of landscape. Old prints, damage, unusual views, interiors
  and night scenes confuse it.
{small}
- A colour that lightness does not reveal (painted walls, clothes, flags, sandstone against granite) is a guess. Rare
colours become common ones.
- People are not what it was made for: the colour of skin cannot be known from grey.

## Ethics

- Show a coloured photograph as what it is, beside the original, and never as evidence: of uniforms, skin, seasons, or
  the state of a place. The package writes this into the file (XMP, IPTC DigitalSourceType).
- What is common in the training photographs looks normal to the network: places, building materials and vegetation
  that they lack are painted like those that they have.
- The photographs come from public research sets whose makers did not ask the people in them. Those who want to train
  without pictures of people can leave them out, as far as a detector finds them: `prepare --people leave-out`.

## Licence

The weights and the code are under the MIT licence. The photographs of the data sets belong to their makers and are not
in here. {encoder}

## To cite it

See `CITATION.cff` in the project's repository.
"""

DATASET = """\
# The training photographs of Colourizelt!

Not the photographs: they belong to their makers. This is what `python -m train prepare` decided about {count} of them:
which are used, which landscape they show, and their split, so that anybody who has the sources gets the very same
training, validation and test sets.

## Sources

{sources}

## What is in the files

`train.csv`, `validation.csv` and `test.csv` have a row for each photograph:

- `source`: one of the above; `original_class`: the source's own label;
- `landscape`: one of the six classes ({classes});
- `width`, `height`: in pixels, upright;
- `sha1`: of the file's bytes, which is how a photograph is found again;
- `phash`: 64-bit perceptual hash, which alone decides the split.

```python
from datasets import load_dataset

rows = load_dataset("{repository}")
```

{tables}

## How it was made

Left out are pictures that cannot be read, are tiny, grey or of a single hue, whose label is not among the six classes,
and copies and near copies of others. The split is decided by a hash of the perceptual hash: another source, path or
order changes nothing.

## Limits and ethics

- Labels are those of the sources, mapped by one table. Some sources have no labels, and some labels are wrong.
- The sets were gathered from the web by others. What they show, and what they lack, is where a network's ideas of a
  normal landscape come from.
- Some photographs show people who were not asked. `prepare --people leave-out` leaves out those that a detector finds;
  the table of what was left out says whether that was done.

## Licence

The table itself may be used freely. For the photographs, see each source.
"""
