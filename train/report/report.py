"""`python -m train report`: the report's page, with its tables and figures, from the files of runs and evaluations.

Inputs are small files committed in `assets/report/inputs/`: runs' logs, the tables of `prepare`, the `metrics.json` of
an evaluation. Naming fresh ones (--runs, --data, --results) replaces them there; everything else is made from
them, so the page can be made again without photographs or training.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from colourizer.checkpoint import BUNDLED, bundled_names, load_checkpoint
from colourizer.evaluation.commands import models_of, portable
from colourizer.evaluation.results import Results, key_of, load_results
from colourizer.files import replace_text
from train.errors import DataError, writable
from train.evaluation.summary import short_table, table
from train.presets import PRESETS
from train.report import (
    architecture,
    chroma_page,
    figures,
    hints_page,
    prints_page,
    report_text,
    result_tables,
    sample_strip,
)
from train.report.inputs import PROJECT, SPLITS, Means, read_means, read_others, take_over
from train.report.targets import report_targets
from train.report.verdict import REPORTED, verdict
from train.tables import markdown_table
from train.training.log import read_log

ROOT = Path(__file__).resolve().parents[2]
REPORT, SAMPLES = ROOT / "assets" / "report", ROOT / "assets" / "results" / "samples"
FIGURE_10 = "figure-10-training.jpg"  # never among the committed ones


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train report`."""
    parser.add_argument("--runs", nargs="*", type=Path, default=[], metavar="DIR", help="runs whose logs to take over")
    parser.add_argument("--data", type=Path, metavar="DIR", help="prepared photographs whose tables to take over")
    parser.add_argument("--results", type=Path, metavar="DIR", help="an evaluation whose table to take over")
    parser.add_argument(
        "--validation",
        type=Path,
        metavar="DIR",
        help="an evaluation of the validation split, to stand beside the test's",
    )
    parser.add_argument(
        "--training", type=Path, metavar="DIR", help="likewise of the training split; its pictures are Figure 10's"
    )
    parser.add_argument(
        "--others",
        nargs="*",
        type=Path,
        metavar="DIR",
        help="evaluations with other systems' pictures (--external), for Figure 14, in place of those there",
    )
    parser.add_argument(
        "--samples",
        type=Path,
        metavar="DIR",
        help="results on the bundled samples (default: the bundled networks', on a page of theirs)",
    )
    parser.add_argument("--out", type=Path, default=REPORT, metavar="DIR", help="default: assets/report")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take over new inputs, then draw the figures and write the page. Raises DataError or ResultsError."""
    writable(arguments.out)
    inputs = arguments.out / "inputs"
    if arguments.out.resolve() == REPORT:
        _refuse_own(arguments, inputs)
    take_over(arguments, inputs)
    logs = {path.stem: read_log(path) for path in sorted((inputs / "logs").glob("*.csv"))}
    results = load_results(inputs)
    samples = _samples(arguments, results)
    if not logs:
        raise DataError(f"{inputs / 'logs'} holds no logs of training. Name some with --runs.")
    if not (inputs / "data.md").exists():
        raise DataError(f"{inputs} holds no tables of photographs. Name prepared ones with --data.")
    figures.draw_curves(logs, arguments.out)
    if samples:
        figures.draw_samples(samples, arguments.out)
        sample_strip.draw(samples, arguments.out)
    pictures = _training_pictures(arguments)
    replace_text(arguments.out / "README.md", _page(inputs, arguments.out, results, samples, pictures, list(logs)))
    chroma_page.write(results, inputs, arguments.out)
    prints_page.write(inputs, arguments.out)
    hints_page.write(inputs, arguments.out)
    if arguments.out.resolve() == REPORT:
        _put_into_readme(results)
    print(f"Wrote {arguments.out / 'README.md'}")
    return 0


def _refuse_own(arguments: argparse.Namespace, inputs: Path) -> None:
    """The project's own page is of the bundled networks, and of the runs that led to them. Raises DataError."""
    for folder in (arguments.results, arguments.training, arguments.validation, arguments.samples):
        if folder and not _of_bundled(load_results(folder)):
            raise DataError(f"{folder} is not of the bundled networks alone. Give your own page a folder with --out.")
    for folder in arguments.runs:
        kept, log = inputs / "logs" / f"{key_of(folder.resolve().name)}.csv", folder / "log.csv"
        if kept.exists() and log.exists() and _start(read_log(kept)) != _start(read_log(log)):
            raise DataError(
                f"{folder} is another run than that of {kept}, which it would replace. Give your own page a folder "
                "with --out."
            )


def _start(log: list[dict[str, str]]) -> dict[str, str]:
    """The first row of a log: a run that went on has the same, if more columns."""
    return {name: value for name, value in log[0].items() if value} if log else {}


def _samples(arguments: argparse.Namespace, results: Results) -> Results | None:
    """The evaluation of the samples; None for a page of own networks, where the bundled ones' would be out of place."""
    if not arguments.samples and arguments.out.resolve() != REPORT and not _of_bundled(results):
        return None
    samples = load_results(arguments.samples or SAMPLES)
    if not samples.known:
        raise DataError(
            f"{arguments.samples} is of photographs whose colours are unknown. Name results on photographs in colour, "
            "such as assets/samples; old ones have their place with --others."
        )
    return samples


def _training_pictures(arguments: argparse.Namespace) -> bool:
    """Whether Figure 10 shows photographs of the training split: never on the committed page, for lack of licences."""
    path = arguments.out / FIGURE_10
    if arguments.training and arguments.out.resolve() != REPORT:
        figures.draw_training(load_results(arguments.training), path)
    return path.exists()


def _put_into_readme(results: Results) -> None:
    """Replace what stands between the README's two marks by the table of results."""
    readme = ROOT / "README.md"
    head, _, rest = readme.read_text().partition(f"{report_text.MARK}\n")
    _, end, tail = rest.partition("<!-- /results -->")
    if not end:
        raise DataError(f"{readme} has lost its marks around the results. Restore them from the last commit.")
    head_words = report_text.README_TABLE.format(
        count=f"{len(results.pictures):,}", size=results.size, name=results.name.lower()
    )
    close = report_text.README_CLOSE.format(command=portable(results.command))
    replace_text(readme, f"{head}{report_text.MARK}\n{head_words}\n\n{short_table(results)}\n\n{close}\n{end}{tail}")


def _page(inputs: Path, out: Path, results: Results, samples: Results | None, training: bool, runs: list[str]) -> str:
    bundled = _of_bundled(results)
    means, others = {split: read_means(inputs, split) for split in SPLITS}, read_others(inputs)
    return report_text.PAGE.format(
        data=(inputs / "data.md").read_text().strip(),
        data_notes=_read(inputs / "data-notes.md"),
        sources=result_tables.test_sources(results),
        hues=_read(inputs / "studies" / "hues.md") or report_text.NO_HUES,
        notes=_read(inputs / "notes.md"),
        loading=_read(inputs / "studies" / "loading.md"),
        splits=result_tables.splits_table(results, means),
        training=report_text.TRAINING if training else _not_drawn(results, means, bundled=bundled),
        others=result_tables.others_tables(others) or _no_others(results, bundled=bundled),
        others_notes=_read(inputs / "others-notes.md") if others else "",
        appendix=result_tables.appendix(results),
        runs=_runs(inputs, runs),
        settings=_settings(),
        name=results.name.lower(),
        count=len(results.pictures),
        size=results.size,
        command=portable(results.command),
        again=report_text.AGAIN if bundled else report_text.AGAIN_OWN,
        checkpoints=_checkpoints(results),
        table=table(results),
        targets=report_targets(results),
        by_class=result_tables.by_class(results),
        networks=architecture.write(out),
        verdict=verdict(results),
        bundled=_bundled() if bundled else "",
        links=report_text.LINKS if bundled else "",
        differ=report_text.DIFFER if bundled else "",
        reported=REPORTED["test"],
        reported_validation=REPORTED["validation"],
        samples=_samples_section(samples) or report_text.NO_SAMPLES.format(models=models_of(results.command)),
    )


def _of_bundled(results: Results) -> bool:
    """Whether an evaluation is of the networks in the repository, and of no others."""
    checkpoints = {model.checkpoint for model in results.models if model.checkpoint}
    return bool(checkpoints) and all(map(_training, checkpoints))


def _not_drawn(results: Results, means: Mapping[str, Means | None], *, bundled: bool) -> str:
    why = report_text.NO_LICENCE if bundled else report_text.NOT_YET
    numbers = "Their numbers stand in Table 4. " if means["train"] else ""
    return report_text.NO_TRAINING.format(why=why, numbers=numbers, models=models_of(results.command))


def _no_others(results: Results, *, bundled: bool) -> str:
    return report_text.NO_OTHERS.format(models=models_of(results.command), out="" if bundled else " --out DIR")


def _bundled() -> str:
    """How the bundled networks differ from the report's."""
    width, reported = load_checkpoint("cgan").net.config.width, PRESETS["cgan"]["report"].width
    return report_text.BUNDLED.format(width=width, reported_width=reported)


def _read(path: Path) -> str:
    """A text file; "" if there is none. Notes are the only text of the page that no command writes."""
    return path.read_text().strip() if path.exists() else ""


def _runs(inputs: Path, names: list[str]) -> str:
    """A row for each training run: photographs, duration, and best validation error."""
    rows = []
    for name in names:
        log = read_log(inputs / "logs" / f"{name}.csv")
        errors = [(float(row["validation_mae"]), int(row["images"])) for row in log if row.get("validation_mae")]
        seconds = max((int(row["seconds"]) for row in log if row.get("seconds")), default=0)
        best = min(errors, default=None)
        last = f"{errors[-1][0]:.4f}" if errors else ""
        lowest = f"{best[0]:.4f} after {best[1]:,}" if best else ""
        rows.append([name, max(int(row["images"]) for row in log), f"{seconds / 60:.0f}", last, lowest])
    return markdown_table(["run", "photographs seen", "minutes", "validation MAE at the end", "the lowest"], rows)


def _samples_section(samples: Results | None) -> str:
    if samples is None:
        return ""
    judged = next(model for model in samples.models if model.name == figures.judged(samples))
    ours = judged.checkpoint == load_checkpoint("cgan").sha256
    why = " ".join(_read(PROJECT / "failures-notes.md").split()) if ours else ""
    command = portable(samples.command)
    return report_text.SAMPLES.format(
        samples_command=command, samples_table=table(samples), failures=why, judged=judged.title
    )


def _settings() -> str:
    rows = []
    for network, presets in PRESETS.items():
        for name, preset in presets.items():
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
    """The training information of the bundled checkpoint of this hash."""
    for name in bundled_names():
        loaded = load_checkpoint(name)
        if loaded.sha256 == checkpoint:
            training = json.dumps(loaded.training).strip("{}").replace('"', "")
            return f", `{(BUNDLED / name).relative_to(ROOT)}` ({training})"
    return ""
