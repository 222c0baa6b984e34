"""The networks' targets, and whether an evaluation reached them: tables of the report's pages."""

from collections.abc import Iterator, Mapping

from colourizer.classes import LandscapeClass
from colourizer.evaluation.metrics import FRECHET, Better, metric_of
from colourizer.evaluation.results import FAITHFUL, GREY, OWN, Results, Summary
from train.tables import markdown_table

BASELINE, CGAN, CHROMA = "baseline", "cgan", "chroma"

Row = tuple[str, str, str, bool]  # the measure, what was wanted, what was measured, whether it was reached


def summary_by_architecture(results: Results) -> Summary:
    """The summary of grey passthrough and of one network of each architecture, under the architecture's name: a run
    called "cgan-course" stands as "cgan". Its other versions keep their endings ("cgan-own").
    """
    names = {GREY: GREY}
    for architecture in (BASELINE, CGAN, CHROMA):
        if model := results.of_architecture(architecture):
            names |= {architecture + ending: model.name + ending for ending in ("", OWN, FAITHFUL)}
    return {role: results.summary[name] for role, name in names.items() if name in results.summary}


def report_targets(results: Results) -> str:
    """What the report's two networks should reach, as Markdown; empty where they were not evaluated."""
    means = {name: groups["all"] for name, groups in summary_by_architecture(results).items()}
    if not {BASELINE, CGAN} <= means.keys():
        return ""
    rows = [_at_most("cGAN: MAE", means[CGAN]["mae"], 0.0499)]
    if CGAN + OWN in means:
        rows.append(_at_most("cGAN, own picture: MAE", means[CGAN + OWN]["mae"], 0.0499))
    off = {name: abs(means[name]["colourfulness_difference"]) for name in (CGAN, BASELINE)}
    rows.append(
        (
            "cGAN: colourfulness, less the originals', either way",
            f"below the baseline's {off[BASELINE]:.2f}",
            f"{off[CGAN]:.2f}",
            off[CGAN] < off[BASELINE],
        )
    )
    rows += _better(means, CGAN, BASELINE, [FRECHET]) + _better(means, BASELINE, GREY, [FRECHET])
    for name in (CGAN, BASELINE):
        rows += _better(means, name, GREY, ["mae", "psnr", "ciede2000"])
    return _table(rows)


def chroma_targets(results: Results) -> str:
    """What `chroma` should reach, as Markdown. The results have to hold a network of that architecture."""
    network = results.of_architecture(CHROMA)
    assert network is not None
    means = {name: groups["all"] for name, groups in summary_by_architecture(results).items()}
    faithful, default, sure = means[CHROMA + FAITHFUL], means[CHROMA], results.certainty[network.name]
    difference = default["colourfulness_difference"]
    rows = [
        _at_most("Faithful: MAE", faithful["mae"], 0.043),
        ("Faithful: PSNR, dB", "at least 24.8", f"{faithful['psnr']:.2f}", faithful["psnr"] >= 24.8),
        _at_most("Default: MAE", default["mae"], 0.046),
        ("Default: colourfulness, less the originals'", "within 1.5", f"{difference:+.2f}", abs(difference) <= 1.5),
        *_chroma_distances(results),
        ("Certainty: Spearman, within pictures", "at least 0.5", f"{sure['spearman']:.3f}", sure["spearman"] >= 0.5),
        _at_most("Certainty: largest gap between said and held", sure["coverage"], 0.03),
    ]
    return _table(rows)


def _chroma_distances(results: Results) -> Iterator[Row]:
    """The distance depends on the number of pictures, so the target is a share of grey's."""
    summary = summary_by_architecture(results)
    default, grey = (summary[name]["all"].get(FRECHET) for name in (CHROMA, GREY))
    if default is None or grey is None:
        return
    share = 42 / 71.9
    wanted = f"at most {share * grey:.1f} ({share:.0%} of grey's {grey:.1f})"
    yield f"Default: {metric_of(FRECHET).label}", wanted, f"{default:.1f}", default <= share * grey
    classes = [
        (ours[FRECHET], theirs[FRECHET])
        for landscape in LandscapeClass
        if FRECHET in (ours := summary[CHROMA].get(landscape.value, {}))
        and FRECHET in (theirs := summary.get(CGAN, {}).get(landscape.value, {}))
    ]
    better = sum(ours < theirs for ours, theirs in classes)
    if classes:
        what = f"Default: classes with a smaller {metric_of(FRECHET).label} than the cGAN's"
        yield what, f"all {len(classes)}", str(better), better == len(classes)


def _better(means: Mapping[str, Mapping[str, float]], name: str, other: str, metrics: list[str]) -> list[Row]:
    rows: list[Row] = []
    for known in map(metric_of, metrics):
        if known.name in means[name] and known.name in means[other]:
            ours, theirs, less = means[name][known.name], means[other][known.name], known.better is Better.LOWER
            wanted = f"{'below' if less else 'above'} {other}'s {known.show(theirs)}"
            rows.append((f"{name}: {known.label}", wanted, known.show(ours), (ours < theirs) == less))
    return rows


def _at_most(what: str, value: float, limit: float) -> Row:
    return what, f"at most {limit:g}", f"{value:.4f}" if limit < 1 else f"{value:.1f}", value <= limit


def _table(rows: list[Row]) -> str:
    cells = [[what, wanted, got, "yes" if reached else "no"] for what, wanted, got, reached in rows]
    return markdown_table(["measure", "wanted", "measured", "reached"], cells)
