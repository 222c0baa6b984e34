"""`python -m train report`: the report's page, with its tables and figures, from what runs and evaluations left behind.

Inputs are small files committed in `assets/report/inputs/`: runs' logs, the tables of `prepare`, the `metrics.json` of
an evaluation. Naming fresh ones (--runs, --data, --results) replaces them there; everything else is drawn anew from
them, so the page can be made again without photographs or training.
"""

import argparse
import json
import shlex
import shutil
from collections import Counter
from pathlib import Path

from colourizer.checkpoint import BUNDLED, bundled_names, load_checkpoint
from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import Results, load_results
from train.data.manifest import MANIFEST_NAME, read_manifest
from train.errors import DataError
from train.evaluation.summary import short_table, table
from train.presets import PRESETS
from train.report import architecture, chroma_page, figures, hints_page, prints_page
from train.report import report_text as words
from train.report import sample_strip as strips
from train.report.targets import report_targets
from train.report.verdict import REPORTED, verdict
from train.tables import markdown_table
from train.training.log import read_log

ROOT = Path(__file__).resolve().parents[2]
REPORT, SAMPLES = ROOT / "assets" / "report", ROOT / "assets" / "results" / "samples"
_GRIDS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train report`."""
    parser.add_argument("--runs", nargs="*", type=Path, default=[], metavar="DIR", help="runs whose logs to take over")
    parser.add_argument("--data", type=Path, metavar="DIR", help="prepared photographs whose tables to take over")
    parser.add_argument("--results", type=Path, metavar="DIR", help="an evaluation whose table to take over")
    parser.add_argument(
        "--samples",
        type=Path,
        metavar="DIR",
        help="results on the bundled samples (default: the bundled networks', without --runs or --results)",
    )
    parser.add_argument("--out", type=Path, default=REPORT, metavar="DIR", help="default: assets/report")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take over new inputs, then draw the figures and write the page. Raises DataError or ResultsError."""
    inputs = arguments.out / "inputs"
    _take_over(arguments, inputs)
    logs = {path.stem: read_log(path) for path in sorted((inputs / "logs").glob("*.csv"))}
    results, samples = load_results(inputs), _samples(arguments)
    if not logs:
        raise DataError(f"{inputs / 'logs'} holds no logs of training. Name some with --runs.")
    if not (inputs / "data.md").exists():
        raise DataError(f"{inputs} holds no tables of photographs. Name prepared ones with --data.")
    figures.draw_curves(logs, arguments.out)
    if samples:
        figures.draw_samples(samples, arguments.out)
        strips.draw(samples, arguments.out)
    (arguments.out / "README.md").write_text(_page(inputs, arguments.out, results, samples))
    chroma_page.write(results, inputs, arguments.out)
    prints_page.write(inputs, arguments.out)
    hints_page.write(inputs, arguments.out)
    if arguments.out == REPORT:
        _put_into_readme(results)
    print(f"Wrote {arguments.out / 'README.md'}")
    return 0


def _samples(arguments: argparse.Namespace) -> Results | None:
    """The evaluation of the samples; None for a page of own networks, where the bundled ones' would be out of place."""
    own = arguments.runs or arguments.results
    if not arguments.samples and own and arguments.out.resolve() != REPORT:
        return None
    return load_results(arguments.samples or SAMPLES)


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
        (inputs / "data.md").write_text(_with_sources(text[text.index("## Table 1") :], arguments.data))
    if arguments.results:
        load_results(arguments.results)  # refuses a broken one before anything is replaced
        for name in ("metrics.json", "pictures.csv"):
            shutil.copyfile(arguments.results / name, inputs / name)


def _with_sources(tables: str, data: Path) -> str:
    """The tables of `prepare` with one more behind Table 2: how many photographs of each class a source has."""
    if not (data / MANIFEST_NAME).exists():
        return tables
    counts = Counter((entry.landscape, entry.source) for entry in read_manifest(data))
    sources = list(dict.fromkeys(source for _, source in counts))
    rows = [[kind.title, *(counts[kind, source] for source in sources)] for kind in LandscapeClass]
    rows = [[*row, sum(row[1:])] for row in rows]
    rows.append(["all", *(sum(column) for column in list(zip(*rows, strict=True))[1:])])
    table = f"## Table 2, by source\n\n{markdown_table(['class', *sources, 'all'], rows)}\n\n"
    before, found, after = tables.partition("## Left out")
    return before + table + found + after if found else f"{tables.rstrip()}\n\n{table}"


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
    head, _, rest = readme.read_text().partition(f"{words.MARK}\n")
    _, end, tail = rest.partition("<!-- /results -->")
    if not end:
        raise DataError(f"{readme} has lost its marks around the results. Restore them from the last commit.")
    head_words = words.README_TABLE.format(
        count=f"{len(results.pictures):,}", size=results.size, name=results.name.lower()
    )
    close = words.README_CLOSE.format(command=_portable(results.command))
    readme.write_text(f"{head}{words.MARK}\n{head_words}\n\n{short_table(results)}\n\n{close}\n{end}{tail}")


def _page(inputs: Path, out: Path, results: Results, samples: Results | None) -> str:
    notes = inputs / "notes.md"  # what somebody has to say of these runs; the only words here that no command wrote
    loading = inputs / "studies" / "loading.md"
    return words.PAGE.format(
        data=(inputs / "data.md").read_text().strip(),
        notes=notes.read_text().strip() if notes.exists() else "",
        loading=loading.read_text().strip() if loading.exists() else "",
        settings=_settings(),
        name=results.name.lower(),
        count=len(results.pictures),
        size=results.size,
        command=_portable(results.command),
        checkpoints=_checkpoints(results),
        table=table(results),
        targets=report_targets(results),
        by_class=_by_class(results),
        networks=architecture.write(out),
        verdict=verdict(results),
        width=load_checkpoint("cgan").net.config.width,
        reported_width=PRESETS["cgan"]["report"].width,
        reported=REPORTED["test"],
        reported_validation=REPORTED["validation"],
        samples=_samples_section(samples),
    )


def _samples_section(samples: Results | None) -> str:
    if samples is None:
        return words.NO_SAMPLES
    judged, why = figures.judged(samples), figures.FAILURES if samples.summary.keys() >= {"cgan"} else ""
    title = next(model.title for model in samples.models if model.name == judged)
    command = _portable(samples.command)
    return words.SAMPLES.format(samples_command=command, samples_table=table(samples), failures=why, judged=title)


def _portable(command: str) -> str:
    """A command without the paths of anybody's machine: "/home/me/runs/data" is "…/data"."""
    kept = []
    for word in shlex.split(command):
        name, equals, path = word.rpartition("=")
        kept.append(f"{name}{equals}…/{Path(path).name}" if path.startswith("/") else word)
    return " ".join(kept)


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
