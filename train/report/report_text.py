"""The text of the report's page, without our numbers, which `train/report/report.py` fills in."""

MARK = "<!-- results: written by `python -m train report` -->"
README_TABLE = """## How good are they?

On {count} photographs of the {name}, which no network was trained on, at {size}x{size} pixels (RGB in [0, 1]):"""
README_CLOSE = """\
Grey passthrough, a photograph with no colour at all, is a strong baseline in MAE and PSNR, since desaturated colours
are never far off. Compare colourfulness and the Fréchet distance, too (on EfficientNet-Lite2's features; it is not
FID). "Off by" is against the originals: below 0 duller than they are, above 0 more colourful. The checkpoints are those
in [assets/checkpoints](assets/checkpoints). Their SHA-256, the intervals, results by class, curves and the worst
failures are in [assets/report](assets/report/README.md). Made by:

```text
{command}
```
"""

PAGE = """# The report, repeated

Every table and figure on this page is made by `python -m train report` from the files in [inputs](inputs), with no
number typed by hand; only the notes between them were written by people. The report's own numbers stand beside ours
wherever it gives any: 17,579 photographs, its settings, and its cGAN's MAE of {reported_validation} in validation and
{reported} in test. What follows for the report's claims is [the verdict](#verdict) at the end.

{data}

Made by `python -m train prepare`. The report: 17,579 photographs from five sources, 80:10:10. (Its own
Table 2 adds up to 16,319.)

{data_notes}

The photographs of the {name} that Table 4 is measured on, by source and class:

{sources}

## Hue balance

{hues}

## Figures 1 to 7: the networks

Drawn and tabulated from the networks themselves, with the report's settings, in a forward pass of a photograph of
144x144 pixels. Each box is a feature map, as high as the map, and as wide as it has channels.

{networks}

## Table 3: settings

{settings}

The presets called `report` are the report's. "Judged": when the adversarial loss is used. {bundled}

## Table 4: results

{splits}

The report's numbers are of its own photographs. "Own picture" is the network's own output, lightness included, as
in the report; the other rows lay its colours on the photograph's own lightness, as the pages do. Grey passthrough shows
how little MAE and PSNR say about colour. ↓: lower is better, ↑: higher, ≈: best when like the originals.

### The {name}, in full

{count} photographs at {size}x{size} pixels, RGB in [0, 1]; in brackets the 95 % bootstrap interval of each mean. The
Fréchet distance is taken on EfficientNet-Lite2's features and is not FID.

{table}

{checkpoints}

Made by `{command}`

{targets}

{by_class}

## Figure 8: losses of the cGAN

![The generator's total loss, closer, and both networks' binary cross-entropy, over photographs seen](figure-8.png)

The generator's total loss is its binary cross-entropy plus λ times the MAE; in a late run it is at first the second
alone. The dotted line, ln 2, is where a discriminator can only guess.

## Figure 9: mean absolute error while learning

![Training and validation MAE over photographs seen](figure-9.png)

Training MAE is measured at each stage's own size, validation MAE at 144x144 on some 256 photographs, or all where there
are fewer, both on the network's own picture; the steps are changes of size.

{notes}

{loading}

## Figure 10, as the report has it: photographs of the training split

{training}

{samples}

## Figure 14: the same photographs by others

{others}

{others_notes}

## Verdict

{verdict}
{differ}

## Appendix

### Every other metric by class

{appendix}

### The runs

{runs}

Validation MAE: on some 256 photographs at 144x144, or all where there are fewer, of the network's own picture, or for
`chroma` of its colours on the photograph's lightness.

### All of it again

```sh
make demo && .venv/bin/pip install -r train/requirements.txt
python -m train prepare --source NAME=DIR --out DIR        # for every source; then train, as README says
{command}
{again}
```

{links}
"""

BUNDLED = """`chroma` is the project's own: see
[its page](chroma.md). The bundled checkpoints are those named under Table 4. They are the report's networks, and not
its training: the bundled cGAN was judged for its last quarter only, has {width} channels in its first layer (the preset
`report`: {reported_width}), was trained in bfloat16, and mostly on photographs smaller than 144x144."""

DIFFER = """How the bundled networks differ from the report's is said under Table 3 and Figure 9."""

LINKS = """What the networks paint on the bundled samples stands in [results/samples](../results/samples), which
`make gallery` shows. The other pages: [chroma](chroma.md), [old prints](prints.md), [people](people.md) and
[speed](bench.md)."""

TRAINING = """![Photographs of the training split: original, grey, then each network](figure-10-training.jpg)

The networks were trained on them, so they look better here than they are. From left to right: original, grey, then each
network."""

NO_TRAINING = """{why} {numbers}On your own machine this draws them:

```sh
python -m train evaluate --models {models} --manifest DIR --split train --limit 12 --out runs/results/train
python -m train report --training runs/results/train --runs DIR --data DIR --results DIR --out runs/report
```"""

NO_LICENCE = """Not drawn: the makers of these photographs allow research and no publication, and so none is part of
this repository."""

NOT_YET = """Not drawn yet."""

NO_HUES = """Not measured for this page. `python -m train study hues --data DIR` does it."""

NO_OTHERS = """Not measured for this page. Give other systems' pictures the photographs' names, and then

```sh
python -m train evaluate --models {models} --images DIR --external NAME=DIR --out DIR
python -m train report --others DIR{out}
```"""

AGAIN = "python -m train report"

# Without --out it would regenerate the project's own page.
AGAIN_OWN = "python -m train report --runs DIR --data DIR --results DIR --out DIR"

SAMPLES = """## Figures 10 to 13: the bundled samples

None of them was trained on. From left to right: original, grey, then each network. Made from the results of
`{samples_command}`

{samples_table}

### Figure 10: coasts and forests

![Samples of coasts and forests](figure-10.jpg)

### Figure 11: mountains and open country

![Samples of mountains and open country](figure-11.jpg)

### Figure 12: the worst failures

![The samples on which {judged} errs most](figure-12.jpg)

{failures}

### Figure 13: streets and tall buildings

![Samples of streets and tall buildings](figure-13.jpg)"""

NO_SAMPLES = """## Figures 10 to 13

Not drawn: the samples in the repository were coloured by the bundled networks. Evaluate yours on them with
`python -m train evaluate --models {models} --images assets/samples --out DIR`, and name the results with --samples."""
