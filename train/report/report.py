"""`python -m train report`: generate the report's page, tables and figures from the files of runs and evaluations.

The inputs are small files committed in `assets/report/inputs/`: logs of runs, the tables of `prepare`, an evaluation's
`metrics.json`. --runs, --data and --results replace them with new ones. Everything else is generated from them, so the
page can be regenerated without photographs or training.
"""

import argparse
from pathlib import Path

from colourizer.evaluation.commands import portable
from colourizer.evaluation.results import Results, key_of, load_results
from colourizer.files import replace_text
from train.errors import DataError, writable
from train.evaluation.summary import short_table
from train.report import chroma_page, figures, hints_page, prints_page, report_page, report_text, sample_strip
from train.report.inputs import ROOT, take_over
from train.training.log import read_log

REPORT, SAMPLES = ROOT / "assets" / "report", ROOT / "assets" / "results" / "samples"
FIGURE_10 = "figure-10-training.jpg"  # never committed


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
    """Copy new inputs, draw the figures and write the page. Raises DataError or ResultsError."""
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
    replace_text(
        arguments.out / "README.md", report_page.page(inputs, arguments.out, results, samples, pictures, list(logs))
    )
    chroma_page.write(results, inputs, arguments.out)
    prints_page.write(inputs, arguments.out)
    hints_page.write(inputs, arguments.out)
    if arguments.out.resolve() == REPORT:
        _put_into_readme(results)
    print(f"Wrote {arguments.out / 'README.md'}")
    return 0


def _refuse_own(arguments: argparse.Namespace, inputs: Path) -> None:
    """Raise DataError if anything but the bundled networks and their runs would go on the project's own page."""
    for folder in (arguments.results, arguments.training, arguments.validation, arguments.samples):
        if folder and not report_page.of_bundled(load_results(folder)):
            raise DataError(f"{folder} is not of the bundled networks alone. Give your own page a folder with --out.")
    for folder in arguments.runs:
        kept, log = inputs / "logs" / f"{key_of(folder.resolve().name)}.csv", folder / "log.csv"
        if kept.exists() and log.exists() and _start(read_log(kept)) != _start(read_log(log)):
            raise DataError(
                f"{folder} is another run than that of {kept}, which it would replace. Give your own page a folder "
                "with --out."
            )


def _start(log: list[dict[str, str]]) -> dict[str, str]:
    """The non-empty values of a log's first row, which stay the same when the run is resumed."""
    return {name: value for name, value in log[0].items() if value} if log else {}


def _samples(arguments: argparse.Namespace, results: Results) -> Results | None:
    """The evaluation on the samples; None on a user's own page, where the bundled networks' would be out of place."""
    if not arguments.samples and arguments.out.resolve() != REPORT and not report_page.of_bundled(results):
        return None
    samples = load_results(arguments.samples or SAMPLES)
    if not samples.known:
        raise DataError(
            f"{arguments.samples} is of photographs whose colours are unknown. Name results on photographs in colour, "
            "such as assets/samples; old ones have their place with --others."
        )
    return samples


def _training_pictures(arguments: argparse.Namespace) -> bool:
    """Whether Figure 10 is drawn, from training photographs. Never on the committed page, as they are not licensed."""
    path = arguments.out / FIGURE_10
    if arguments.training and arguments.out.resolve() != REPORT:
        figures.draw_training(load_results(arguments.training), path)
    return path.exists()


def _put_into_readme(results: Results) -> None:
    """Insert the table of results between the README's two marks."""
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
