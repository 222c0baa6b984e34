"""assets/report/README.md: generates its text from logs, the tables of `prepare`, evaluations and notes."""

import json
from collections.abc import Mapping
from pathlib import Path

from colourizer.checkpoint import BUNDLED, bundled_names, load_checkpoint
from colourizer.evaluation.commands import models_of, portable
from colourizer.evaluation.results import Results
from train.evaluation.summary import table
from train.presets import PRESETS
from train.report import architecture, figures, report_text, result_tables
from train.report.inputs import PROJECT, ROOT, SPLITS, Means, read_means, read_others
from train.report.targets import report_targets
from train.report.verdict import REPORTED, verdict
from train.tables import markdown_table
from train.training.log import read_log


def page(inputs: Path, out: Path, results: Results, samples: Results | None, training: bool, runs: list[str]) -> str:
    """The text of README.md. Also writes the network diagrams to `out`.

    training: Figure 10 is drawn. runs: the names of the logs.
    """
    bundled = of_bundled(results)
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
        samples=samples_section(samples) or report_text.NO_SAMPLES.format(models=models_of(results.command)),
    )


def of_bundled(results: Results) -> bool:
    """Whether an evaluation holds networks bundled in the repository, and no others."""
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
    """Read a text file; "" if it is missing. Notes are the only text of the page that no command generates."""
    return path.read_text().strip() if path.exists() else ""


def _runs(inputs: Path, names: list[str]) -> str:
    """A table with a row for each training run: photographs, duration, and validation errors."""
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


def samples_section(samples: Results | None) -> str:
    """The figures and the table of the bundled photographs; "" if they were not evaluated."""
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
    for model in results.models:  # a network's own picture has the same checkpoint as the row before it
        if model.checkpoint:
            titles.setdefault(model.checkpoint, model.title)
    return "\n".join(f"- {title}: SHA-256 `{key[:16]}…`{_training(key)}" for key, title in titles.items())


def _training(checkpoint: str) -> str:
    """The training information of the bundled checkpoint with this hash."""
    for name in bundled_names():
        loaded = load_checkpoint(name)
        if loaded.sha256 == checkpoint:
            training = json.dumps(loaded.training).strip("{}").replace('"', "")
            return f", `{(BUNDLED / name).relative_to(ROOT)}` ({training})"
    return ""
