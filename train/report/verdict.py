"""The conclusion of the report's page: the report's claims, and our findings. All numbers come from evaluations."""

from colourizer.evaluation.metrics import FRECHET
from colourizer.evaluation.results import GREY, OWN, Results
from train.report.targets import BASELINE, CGAN, by_architecture
from train.tables import markdown_table

REPORTED = {"validation": 0.0499, "test": 0.0519}  # the report's MAE of its cGAN, 144x144, RGB in [0, 1]

_CLOSE = """The report's numbers are of the networks' own pictures, lightness included, on its own photographs. On the
photograph's own lightness, which no network predicts, the first two rows show whether the lead of the GAN stays."""


def verdict(results: Results) -> str:
    """The report's claims one by one, and two further questions, as Markdown.

    Only a sentence if the report's two networks were not evaluated.
    """
    means = {name: groups["all"] for name, groups in by_architecture(results).summary.items()}
    if not {BASELINE, CGAN, GREY} <= means.keys():
        return (
            "The report's two networks are not both in these results, so there is no verdict on its claims. Evaluate a "
            "run of `baseline` and one of `cgan` together."
        )
    rows = [*_better(means), _reported(means), *_distance(means), *_grey(means)]
    table = markdown_table(["claim", "measured how", "found here", "holds"], rows)
    return f"{table}\n\n{_names(results)}{_CLOSE}"


def _names(results: Results) -> str:
    """Which runs are meant, if their names do not say it."""
    models = [model for name in (CGAN, BASELINE) if (model := results.of_architecture(name))]
    if all(model.name == model.architecture or not model.architecture for model in models):
        return ""
    return " ".join(f"The {kind} is `{m.name}`." for kind, m in zip(("cGAN", "baseline"), models, strict=True)) + "\n\n"


def _better(means: dict[str, dict[str, float]]) -> list[list[str]]:
    claim = 'The report: "the GAN performed much better"'
    rows = []
    for suffix, how in ((OWN, "MAE of their own pictures, as in the report"), ("", "MAE on the original lightness")):
        gan, plain = means.get(CGAN + suffix, {}).get("mae"), means.get(BASELINE + suffix, {}).get("mae")
        if gan is not None and plain is not None:
            rows.append([claim, how, f"{gan:.4f} against {plain:.4f}", _yes(gan < plain)])
    return rows


def _reported(means: dict[str, dict[str, float]]) -> list[str]:
    name = CGAN + OWN if CGAN + OWN in means else CGAN
    got, wanted = means[name]["mae"], REPORTED["test"]
    claim = f"The report: the cGAN's MAE on the test split is {wanted}"
    return [claim, "on other photographs, its own picture", f"{got:.4f}", "reached" if got <= wanted else "not reached"]


def _distance(means: dict[str, dict[str, float]]) -> list[list[str]]:
    if FRECHET not in means[CGAN] or FRECHET not in means[BASELINE]:
        return []
    gan, plain = means[CGAN][FRECHET], means[BASELINE][FRECHET]
    claim = "Asked here: the GAN's pictures look more like photographs"
    return [[claim, "Fréchet distance, on the original lightness", f"{gan:.1f} against {plain:.1f}", _yes(gan < plain)]]


def _grey(means: dict[str, dict[str, float]]) -> list[list[str]]:
    grey, name = means[GREY]["mae"], CGAN + OWN if CGAN + OWN in means else CGAN
    claim = "Asked here: a low MAE means good colours"
    words = f"no colour at all: {grey:.4f}; the cGAN: {means[name]['mae']:.4f}; the report's cGAN: {REPORTED['test']}"
    return [[claim, "MAE of grey passthrough beside them", words, "hardly"]]


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
