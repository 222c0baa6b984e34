"""`python -m train report`: the report's page, with its tables and figures, from what runs and evaluations left behind.

Inputs are small files committed in `assets/report/inputs/`: runs' logs, the tables of `prepare`, the `metrics.json` of
an evaluation. Naming fresh ones (--runs, --data, --results) replaces them there; everything else is drawn anew from
them, so the page can be made again without photographs or training.
"""

import argparse
import json
import shutil
from pathlib import Path

from colourizer.checkpoint import BUNDLED, bundled_names, load_checkpoint
from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import Results, load_results
from train.errors import DataError
from train.evaluation.summary import short_table, table
from train.presets import PRESETS
from train.report import chroma_page, figures, prints_page
from train.report import sample_strip as strips
from train.report.targets import report_targets
from train.tables import markdown_table
from train.training.log import read_log

ROOT = Path(__file__).resolve().parents[2]
REPORT, SAMPLES = ROOT / "assets" / "report", ROOT / "assets" / "results" / "samples"
_GRIDS = 8
REPORTED = {"validation": 0.0499, "test": 0.0519}  # the report's MAE of its cGAN, 144x144, RGB in [0, 1]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train report`."""
    parser.add_argument("--runs", nargs="*", type=Path, default=[], metavar="DIR", help="runs whose logs to take over")
    parser.add_argument("--data", type=Path, metavar="DIR", help="prepared photographs whose tables to take over")
    parser.add_argument("--results", type=Path, metavar="DIR", help="an evaluation whose table to take over")
    parser.add_argument("--samples", type=Path, default=SAMPLES, metavar="DIR", help="results on the bundled samples")
    parser.add_argument("--out", type=Path, default=REPORT, metavar="DIR", help="default: assets/report")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take over new inputs, then draw the figures and write the page. Raises DataError or ResultsError."""
    inputs = arguments.out / "inputs"
    _take_over(arguments, inputs)
    logs = {path.stem: read_log(path) for path in sorted((inputs / "logs").glob("*.csv"))}
    results, samples = load_results(inputs), load_results(arguments.samples)
    if not logs:
        raise DataError(f"{inputs / 'logs'} holds no logs of training. Name some with --runs.")
    if not (inputs / "data.md").exists():
        raise DataError(f"{inputs} holds no tables of photographs. Name prepared ones with --data.")
    figures.draw(logs, samples, arguments.out)
    strips.draw(samples, arguments.out)
    (arguments.out / "README.md").write_text(_page(inputs, results, samples))
    chroma_page.write(results, inputs, arguments.out)
    prints_page.write(inputs, arguments.out)
    if arguments.out == REPORT:
        _put_into_readme(results)
    print(f"Wrote {arguments.out / 'README.md'}")
    return 0


def _take_over(arguments: argparse.Namespace, inputs: Path) -> None:
    (inputs / "logs").mkdir(parents=True, exist_ok=True)
    for folder in arguments.runs:
        if not (folder / "log.csv").exists():
            raise DataError(f"{folder} holds no log.csv. Name the folder of a training run.")
        shutil.copyfile(folder / "log.csv", inputs / "logs" / f"{folder.name}.csv")
        _take_grids(folder / "grids", arguments.out / "grids" / folder.name)
    if arguments.data:
        tables = arguments.data / "README.md"
        text = tables.read_text() if tables.exists() else ""
        if "## Table 1" not in text:
            raise DataError(f"{tables} holds no tables. Name a folder that `python -m train prepare` wrote.")
        (inputs / "data.md").write_text(text[text.index("## Table 1") :])
    if arguments.results:
        load_results(arguments.results)  # refuses a broken one before anything is replaced
        for name in ("metrics.json", "pictures.csv"):
            shutil.copyfile(arguments.results / name, inputs / name)


def _take_grids(source: Path, kept: Path) -> None:
    """A few of the painted samples, evenly spread over the run and its last among them: the gallery shows them."""
    painted = sorted(source.glob("*.webp"))
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for path in painted[:: -max(1, -(-len(painted) // _GRIDS))]:
        shutil.copyfile(path, kept / path.name)


def _put_into_readme(results: Results) -> None:
    """Replace what stands between the README's two marks by the table of results."""
    readme = ROOT / "README.md"
    head, _, rest = readme.read_text().partition(f"{_MARK}\n")
    _, end, tail = rest.partition("<!-- /results -->")
    if not end:
        raise DataError(f"{readme} has lost its marks around the results. Restore them from the last commit.")
    words = _README_TABLE.format(count=f"{len(results.pictures):,}", size=results.size, name=results.name.lower())
    close = _README_CLOSE.format(command=results.command)
    readme.write_text(f"{head}{_MARK}\n{words}\n\n{short_table(results)}\n\n{close}\n{end}{tail}")


def _page(inputs: Path, results: Results, samples: Results) -> str:
    notes = inputs / "notes.md"  # what somebody has to say of these runs; the only words here that no command wrote
    loading = inputs / "studies" / "loading.md"
    return _PAGE.format(
        data=(inputs / "data.md").read_text().strip(),
        notes=notes.read_text().strip() if notes.exists() else "",
        loading=loading.read_text().strip() if loading.exists() else "",
        settings=_settings(),
        name=results.name.lower(),
        count=len(results.pictures),
        size=results.size,
        command=results.command,
        checkpoints=_checkpoints(results),
        table=table(results),
        targets=report_targets(results),
        by_class=_by_class(results),
        reported=REPORTED["test"],
        reported_validation=REPORTED["validation"],
        samples_command=samples.command,
        samples_table=table(samples),
        failures=figures.FAILURES,
    )


def _settings() -> str:
    rows = []
    for network, presets in PRESETS.items():
        for name, preset in presets.items():
            if name.startswith("trial"):  # they have their own table, in chroma.md
                continue
            stages = ", ".join(f"{stage.epochs:g} at {stage.size}" for stage in preset.stages)
            weight = f"{preset.mae_weight:g}" if network == "cgan" else ""
            rate = f"{preset.learning_rate:g} {preset.schedule}"
            chroma = ", ".join(map(str, preset.chroma.widths))
            width = f"{preset.chroma.encoder}, {chroma}" if network == "chroma" else preset.width
            judged = f"last {1 - preset.adversarial_from:.0%}" if preset.adversarial_from else "all along"
            judged = judged if network == "cgan" else ""
            precision = "bfloat16" if preset.precision == "bf16" else "float32"
            rows.append([f"{network}, {name}", rate, preset.batch, weight, judged, stages, width, precision])
    head = ["network, preset", "learning rate", "batch", "λ", "judged", "epochs at pixels", "width", "precision"]
    return markdown_table(head, rows)


def _checkpoints(results: Results) -> str:
    titles: dict[str, str] = {}
    for model in results.models:  # a network's own picture has the checkpoint of the row before it
        if model.checkpoint:
            titles.setdefault(model.checkpoint, model.title)
    return "\n".join(f"- {title}: SHA-256 `{key[:16]}…`{_training(key)}" for key, title in titles.items())


def _training(checkpoint: str) -> str:
    """What the bundled checkpoint of this hash says of its training."""
    for name in bundled_names():
        loaded = load_checkpoint(name)
        if loaded.sha256 == checkpoint:
            training = json.dumps(loaded.training).strip("{}").replace('"', "")
            return f", `{(BUNDLED / name).relative_to(ROOT)}` ({training})"
    return ""


def _by_class(results: Results) -> str:
    """MAE by class, the photographs' number beside it."""
    rows = []
    for landscape in LandscapeClass:
        count = sum(picture.landscape is landscape for picture in results.pictures)
        means = [results.summary[m.name].get(landscape.value, {}).get("mae") for m in results.models]
        rows.append([landscape.title, count, *(f"{mean:.4f}" if mean is not None else "" for mean in means)])
    return markdown_table(["MAE by class", "photographs", *(model.title for model in results.models)], rows)


_MARK = "<!-- results: written by `python -m train report` -->"
_README_TABLE = """## How good are they?

On {count} photographs of the {name}, which no network was trained on, at {size}x{size} pixels (RGB in [0, 1]):"""
_README_CLOSE = """\
Grey passthrough, a photograph with no colour at all, is a strong opponent in MAE and PSNR: a timid guess is never far
off. Look at colourfulness and at the Fréchet distance too (on EfficientNet-Lite2's features; it is not FID).
"Off by" is against the originals: below 0 duller than they are, above 0 gaudier. The checkpoints are those in
[assets/checkpoints](assets/checkpoints). Their SHA-256, the intervals, results by class, curves and the worst failures
are in [assets/report](assets/report/README.md). Made by:

```text
{command}
```
"""

_PAGE = """# The report, repeated

Every table and figure on this page is made by `python -m train report` from the files in [inputs](inputs); no number is
typed by hand. What the report's own tables say is known here in three figures only: 17,579 photographs, and its
cGAN's MAE of {reported_validation} in validation and {reported} in test.

{data}

Made by `python -m train prepare`. The report: 17,579 photographs from five sources, 80:10:10.

## Table 3: settings

{settings}

The presets called `report` are the report's. "Judged": when the discriminator has a say. `chroma` is the project's
own: see [its page](chroma.md). The bundled checkpoints are those named under Table 4.

## Table 4: results on the {name}

{count} photographs at {size}x{size} pixels, RGB in [0, 1]; in brackets the 95 % bootstrap interval of each mean. The
report's cGAN: MAE {reported}, on its own photographs.

{table}

"Own picture" is what the network itself paints, lightness included, as in the report. The other rows lay its colours on
the photograph's own lightness, as the pages do. The distance `frechet_lite2` is taken on EfficientNet-Lite2's features
and is not FID. Grey passthrough shows how little MAE and PSNR say about colour.

{checkpoints}

Made by `{command}`

{targets}

{by_class}

## Figure 8: losses of the cGAN

![Generator and discriminator loss over photographs seen](figure-8.png)

## Figure 9: mean absolute error while learning

![Training and validation MAE over photographs seen](figure-9.png)

Training MAE is measured at each stage's own size, validation MAE at 144x144 on 256 photographs, both on the network's
own picture; the steps are changes of size.

{notes}

{loading}

## Figures 10 to 13: the bundled samples

None of them was trained on. From left to right: original, grey, then each network. Made from the results of
`{samples_command}`

{samples_table}

### Figure 10: coasts and forests

![Samples of coasts and forests](figure-10.jpg)

### Figure 11: mountains and open country

![Samples of mountains and open country](figure-11.jpg)

### Figure 12: the worst failures

![The samples on which the cGAN errs most](figure-12.jpg)

{failures}

### Figure 13: streets and tall buildings

![Samples of streets and tall buildings](figure-13.jpg)
"""
