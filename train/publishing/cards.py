"""Model and dataset cards for the Hub. Every number comes from a file that a command wrote."""

from collections import Counter
from collections.abc import Sequence

from huggingface_hub import DatasetCardData, EvalResult, ModelCardData

from colourizer.checkpoint import Checkpoint
from colourizer.classes import LandscapeClass
from colourizer.evaluation.commands import portable
from colourizer.evaluation.results import FAITHFUL, GREY, OWN, ModelInfo, Results
from colourizer.models import ColourNet
from train.data.manifest import SPLITS, Entry
from train.data.sources import SOURCES
from train.errors import DataError
from train.evaluation.summary import table
from train.publishing import card_text
from train.tables import markdown_table


def model_card(checkpoint: Checkpoint, results: Results, tables: str, repository: str, version: str) -> str:
    """The README.md of a network's repository.

    results: an evaluation of this checkpoint. tables: the counts of `python -m train prepare`. repository, version:
    "owner/name" and the tag.
    Raises DataError if the evaluation used other weights or lacks grey passthrough.
    """
    models = [model for model in results.models if model.checkpoint == checkpoint.sha256]
    if not models:
        raise DataError(
            f"{results.name} was evaluated with other weights of {checkpoint.name}. Evaluate these with "
            "`python -m train evaluate`, and name the results with --results."
        )
    if GREY not in results.summary:
        raise DataError(f"{results.name} has no row of grey passthrough. Evaluate with `python -m train evaluate`.")
    net = checkpoint.net
    text = card_text.MODEL.format(
        title=net.title,
        what=card_text.WHAT.get(net.name, net.about),
        simulated=card_text.SIMULATED,
        repository=repository,
        version=version,
        kind=type(net).__name__,
        inside=card_text.INSIDE_CERTAIN if net.has_distribution else card_text.INSIDE,
        tables=tables,
        sources=_sources(tables),
        training=_facts(checkpoint, net),
        results=_results(results, models),
        certainty=_certainty(results, models),
        small=card_text.SMALL.format(side=net.side),
        sha256=checkpoint.sha256,
        encoder=card_text.ENCODER if net.name == "chroma" else "",
    )
    return f"---\n{_model_metadata(net.title, results, models)}\n---\n\n{text}"


def dataset_card(entries: Sequence[Entry], tables: str, repository: str) -> str:
    """The README.md of a repository with the manifest that `python -m train prepare` wrote."""
    sources = Counter(entry.source for entry in entries)
    rows = [[name, _what(name), count] for name, count in sources.items()]
    data = DatasetCardData(
        pretty_name="Colourizelt!: which photographs, and on which side",
        task_categories=["image-to-image"],
        size_categories=_size_category(len(entries)),
        tags=["image-colorization", "landscape"],
        configs=[{"config_name": "default", "data_files": [{"split": s, "path": f"{s}.csv"} for s in SPLITS]}],
        license="other",
        license_name="see-the-sources",
    )
    text = card_text.DATASET.format(
        count=f"{len(entries):,}",
        sources=markdown_table(["source", "what it is", "photographs"], rows),
        classes=", ".join(landscape.title.lower() for landscape in LandscapeClass),
        tables=tables,
        repository=repository,
    )
    return f"---\n{data}\n---\n\n{text}"


def _model_metadata(title: str, results: Results, models: Sequence[ModelInfo]) -> ModelCardData:
    means = results.summary[models[0].name]["all"]
    evaluated = [
        EvalResult(
            task_type="image-to-image",
            task_name="Colourizing landscape photographs",
            dataset_type="colourizelt-landscapes",
            dataset_name=f"{results.name}, {results.size}x{results.size}",
            metric_type=name,
            metric_value=round(value, 5),
        )
        for name, value in means.items()
    ]
    return ModelCardData(
        model_name=f"Colourizelt! {title}",
        eval_results=evaluated,
        license="mit",
        library_name="colourizer",
        pipeline_tag="image-to-image",
        tags=["image-colorization", "black-and-white", "landscape", "safetensors"],
    )


def _facts(checkpoint: Checkpoint, net: ColourNet) -> str:
    """A table of the training information in config.json and the size of the network."""
    parameters = sum(parameter.numel() for parameter in net.parameters())
    rows = [[name, value] for name, value in checkpoint.training.items()]
    return markdown_table(
        ["what", "value"], [*rows, ["parameters", parameters], ["input pixels, about", f"{net.side}²"]]
    )


def _results(results: Results, models: Sequence[ModelInfo]) -> str:
    """The table, and a sentence on the metrics in which the network is no better than grey."""
    grey = results.summary[GREY]["all"]
    lower_is_better = {"mae": True, "psnr": False, "ssim": False, "ciede2000": True}
    lines = []
    for model in models:
        means = results.summary[model.name]["all"]
        worse = [
            name.upper()
            for name, lower in lower_is_better.items()
            if name in means and (means[name] >= grey[name] if lower else means[name] <= grey[name])
        ]
        if worse:
            lines.append(f"- {model.title} does no better than grey passthrough in {', '.join(worse)}.")
    head = card_text.RESULTS.format(
        count=f"{len(results.pictures):,}",
        name=results.name.lower(),
        size=results.size,
        command=portable(results.command),
    )
    extra = [
        sentence
        for suffix, sentence in ((OWN, card_text.OWN_PICTURE), (FAITHFUL, card_text.FAITHFUL))
        if any(model.name.endswith(suffix) for model in results.models)
    ]
    return "\n\n".join(
        [head, table(results), " ".join([card_text.GREY, *extra]), *(["\n".join(lines)] if lines else [])]
    )


def _certainty(results: Results, models: Sequence[ModelInfo]) -> str:
    certainty = next((results.certainty[model.name] for model in models if model.name in results.certainty), None)
    return "" if certainty is None else card_text.CERTAINTY.format(**certainty)


def _sources(tables: str) -> str:
    """Descriptions of the sources in Table 1."""
    first = tables.split("## ")[1] if "## " in tables else ""
    named = [line.split("|")[1].strip() for line in first.splitlines() if line.startswith("| ")]
    return "\n".join(f"- `{name}`: {_what(name)}" for name in named if name in SOURCES)


def _what(source: str) -> str:
    return SOURCES[source].what.partition(":")[0] if source in SOURCES else "a source of one's own"


def _size_category(count: int) -> str:
    """The Hub's size category."""
    bounds = [(1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")]
    return next((name for bound, name in bounds if count < bound), "1M<n<10M")
