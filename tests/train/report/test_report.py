"""The report's page, generated from small inputs only, without hand-typed numbers."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch

from colourizer.classes import LandscapeClass
from colourizer.evaluation.commands import portable
from colourizer.evaluation.results import ModelInfo, Picture, Results, load_results, save_picture, save_results
from train.__main__ import main
from train.evaluation.summary import short_table
from train.report import architecture, figures, sample_strip
from train.report.report import REPORT, ROOT
from train.report.verdict import verdict
from train.training.log import TrainingLog

METRICS = ("mae", "ciede2000")
VALUES = {"original": (0.0, 0.0), "grey": (0.0512, 9.0), "cgan": (0.0434, 7.0)}
MEANS = {model: dict(zip(METRICS, values, strict=True)) for model, values in VALUES.items()}


@pytest.fixture
def inputs(tmp_path):
    pictures = tuple(Picture(f"{kind}-1", kind, "one", MEANS) for kind in LandscapeClass)
    summary = {model: {"all": means} | {kind.value: means for kind in LandscapeClass} for model, means in MEANS.items()}
    models = (ModelInfo("grey", "Grey passthrough"), ModelInfo("cgan", "cGAN", "ab12"))
    results = Results("Test split", 144, "2026-11-23", "python -m train evaluate", METRICS, models, summary, pictures)
    save_results(results, tmp_path / "results")
    save_results(replace(results, name="Samples"), tmp_path / "samples")
    for picture in pictures:
        for version in VALUES:
            save_picture(tmp_path / "samples", version, picture.id, np.full((20, 20, 3), 90, np.uint8))
    (tmp_path / "cgan-tiny").mkdir()
    log = TrainingLog(tmp_path / "cgan-tiny")
    for images in (100, 200):
        log.add({name: torch.tensor(0.5) for name in ("mae", "generator", "discriminator")})
        log.write(images, 64, images)
        log.write_validation(images, 0.06)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "README.md").write_text("made at /home/me\n\n## Table 1: pictures\n\n| 17 |\n")
    return tmp_path


@pytest.fixture(scope="session")
def networks(tmp_path_factory) -> str:
    """The page's section on the networks."""
    return architecture.write(tmp_path_factory.mktemp("networks"))


@pytest.fixture
def undrawn(networks, monkeypatch):
    """Skip the drawings, which take most of the time and are tested elsewhere."""
    monkeypatch.setattr(architecture, "write", lambda out: networks)
    for module, name in ((figures, "draw_curves"), (figures, "draw_samples"), (sample_strip, "draw")):
        monkeypatch.setattr(module, name, lambda *_: None)


def report(folder, *more) -> int:
    return main(["report", "--samples", str(folder / "samples"), "--out", str(folder / "out"), *more])


def fresh(inputs) -> list[str]:
    return ["--runs", str(inputs / "cgan-tiny"), "--data", str(inputs / "data"), "--results", str(inputs / "results")]


def test_the_page_has_the_grey_row_the_figures_and_the_commands(inputs):
    assert report(inputs, *fresh(inputs)) == 0
    page = (inputs / "out" / "README.md").read_text()
    for words in (
        "Grey passthrough | 0.0512",
        "0.0519",
        "## Table 1: pictures",
        "`python -m train evaluate`",
        "0.00025",
    ):
        assert words in page, words
    assert "/home/me" not in page
    for figure in ("8.png", "9.png", "10.jpg", "11.jpg", "12.jpg", "13.jpg"):
        assert f"(figure-{figure})" in page
        assert (inputs / "out" / f"figure-{figure}").stat().st_size > 1000
    assert report(inputs) == 0  # again, from the copied inputs
    assert (inputs / "out" / "README.md").read_text() == page


def test_mistakes_are_told_in_a_sentence(inputs, capsys, undrawn):
    assert report(inputs) == 2
    assert "metrics.json is missing" in capsys.readouterr().err
    assert report(inputs, "--runs", str(inputs)) == 2
    assert "holds no log.csv" in capsys.readouterr().err
    assert report(inputs, "--data", str(inputs)) == 2
    assert "holds no tables" in capsys.readouterr().err
    assert report(inputs, "--runs", str(inputs / "cgan-tiny"), "--results", str(inputs / "results")) == 2
    assert "Name prepared ones with --data." in capsys.readouterr().err


def test_a_run_too_short_to_have_a_curve_spoils_none(inputs):
    short = TrainingLog(inputs / "cgan-tiny")
    short.write_validation(30, 0.22)
    assert report(inputs, *fresh(inputs)) == 0
    assert (inputs / "out" / "figure-9.png").stat().st_size > 1000


def test_the_committed_page_is_what_its_inputs_say(tmp_path):
    out = tmp_path / "report"
    out.mkdir()
    shutil.copytree(REPORT / "inputs", out / "inputs")
    assert main(["report", "--out", str(out)]) == 0
    assert (out / "README.md").read_text() == (REPORT / "README.md").read_text()


def test_the_readme_has_the_numbers_of_the_page():
    assert short_table(load_results(REPORT / "inputs")) in (ROOT / "README.md").read_text()


def test_the_verdict_says_both_ways_what_was_found(inputs):
    results = load_results(REPORT / "inputs")
    means = {name: groups["all"]["mae"] for name, groups in results.summary.items()}
    rows = [line for line in verdict(results).splitlines() if "much better" in line]
    assert f"{means['cgan-own']:.4f} against {means['baseline-own']:.4f}" in rows[0] and rows[0].endswith(" yes |")
    assert f"{means['cgan']:.4f} against {means['baseline']:.4f}" in rows[1] and rows[1].endswith(" no |")
    none = verdict(load_results(inputs / "results"))
    assert "no verdict" in none and "the first two rows" not in none


def test_the_page_says_how_the_bundled_networks_differ_and_no_more_that_nothing_is_known():
    page = (REPORT / "README.md").read_text()
    assert "known here in three figures only" not in page and "16,319" in page and "## Verdict" in page
    assert "as the report describes them" not in (ROOT / "README.md").read_text()


def test_nobodys_folders_get_into_the_page():
    command = "python -m train evaluate --manifest /home/me/data --external=x=/srv/x --out runs/out"
    assert portable(command) == "python -m train evaluate --manifest …/data --external=x=…/x --out runs/out"


def test_a_page_of_own_networks_has_commands_that_do_the_same_for_them(inputs, undrawn):
    """They name the user's runs, and none would regenerate the project's own page."""
    own = "/home/me/runs/cgan-tiny/checkpoint baseline"
    command = f"python -m train evaluate --models {own} --manifest /home/me/data --out x"
    save_results(replace(load_results(inputs / "results"), command=command), inputs / "results")
    assert report(inputs, *fresh(inputs)) == 0
    page = (inputs / "out" / "README.md").read_text()
    named = "python -m train evaluate --models …/cgan-tiny/checkpoint baseline --"
    assert page.count(named) == 7, "Table 4 and what made it, two splits, Figures 10 and 14, all of it again"
    assert "makers of these photographs" not in page, "they are one's own"
    commands = [line for line in page.splitlines() if line.startswith("python -m train report")]
    assert len(commands) == 3 and all("--out" in line for line in commands)


def test_table_2_by_source(inputs, prepared, undrawn):
    own = ["--runs", str(inputs / "cgan-tiny"), "--data", str(prepared), "--results", str(inputs / "results")]
    assert report(inputs, *own) == 0
    page = (inputs / "out" / "README.md").read_text()
    after = page[page.index("## Table 2, by source") :]
    assert "| source | Coasts |" in after and "| mine   |" in after


def test_a_page_of_own_networks_shows_no_bundled_ones(inputs):
    out = inputs / "own"
    assert main(["report", *fresh(inputs), "--out", str(out)]) == 0
    page = (out / "README.md").read_text()
    assert "Not drawn: the samples" in page and not list(out.glob("figure-1*.jpg")) and not (out / "strip.jpg").exists()


def test_samples_of_own_networks_are_drawn(inputs):
    samples = load_results(inputs / "samples")
    other = replace(samples.models[1], name="lambda-40", title="Lambda 40")
    pictures = tuple(replace(p, values=p.values | {"lambda-40": p.values["cgan"]}) for p in samples.pictures)
    for picture in pictures:
        del picture.values["cgan"]
    summary = {"grey": samples.summary["grey"], "lambda-40": samples.summary["cgan"]}
    save_results(
        replace(samples, models=(samples.models[0], other), pictures=pictures, summary=summary), inputs / "samples"
    )
    (inputs / "samples" / "pictures" / "cgan").rename(inputs / "samples" / "pictures" / "lambda-40")
    assert report(inputs, *fresh(inputs)) == 0
    page = (inputs / "out" / "README.md").read_text()
    assert "The samples on which Lambda 40 errs most" in page and "chosen by number and not by eye" not in page


def test_what_was_not_measured_is_said_with_the_command_that_measures_it(inputs, undrawn):
    assert report(inputs, *fresh(inputs)) == 0
    page = (inputs / "out" / "README.md").read_text()
    assert "The validation split was not evaluated" in page and "--split validation --limit 600" in page
    assert "The train split was not evaluated" in page
    assert page.count("Not measured for this page") == 2 and "study hues" in page and "--external NAME=DIR" in page
    assert "0.0499" in page, "the report's own numbers stand there in any case"


def test_the_validation_split_stands_beside_the_test_split(inputs, undrawn):
    results = load_results(inputs / "results")
    summary = results.summary | {"cgan": {"all": {"mae": 0.0401, "ciede2000": 6.5}}}
    save_results(replace(results, summary=summary, command="python -m train evaluate --split validation"), inputs / "v")
    assert report(inputs, *fresh(inputs), "--validation", str(inputs / "v")) == 0
    page = (inputs / "out" / "README.md").read_text()
    row = next(line for line in page.splitlines() if line.startswith("| cGAN ") and "0.0401" in line)
    assert "0.0434" in row and "MAE ↓, validation" in page and "other weights" not in page
    assert "validation: 6 photographs at 144x144 pixels, `python -m train evaluate --split validation`" in page
    assert report(inputs) == 0 and "0.0401" in (inputs / "out" / "README.md").read_text(), "it is kept"
    models = (results.models[0], replace(results.models[1], checkpoint="cd34"))
    save_results(replace(results, models=models), inputs / "v")
    assert report(inputs, "--validation", str(inputs / "v")) == 0
    assert "**other weights** of cGAN" in (inputs / "out" / "README.md").read_text()


def test_a_broken_file_of_a_split_is_told_in_a_sentence(inputs, capsys, undrawn):
    assert report(inputs, *fresh(inputs), "--validation", str(inputs / "results")) == 0
    (inputs / "out" / "inputs" / "splits" / "validation.json").write_text("{}")
    assert report(inputs) == 2 and "Name the evaluation of that split once more" in capsys.readouterr().err


def test_photographs_of_the_training_split_are_drawn_on_own_pages_alone(inputs, undrawn):
    assert report(inputs, *fresh(inputs), "--training", str(inputs / "samples")) == 0
    page = (inputs / "out" / "README.md").read_text()
    assert "(figure-10-training.jpg)" in page and (inputs / "out" / "figure-10-training.jpg").stat().st_size > 1000
    committed = (REPORT / "README.md").read_text()
    assert "Not drawn: the makers" in committed
    evaluated = (REPORT / "inputs" / "splits" / "train.json").exists()
    assert ("Their numbers stand in Table 4" in committed) == evaluated, "it promises what Table 4 has"
    assert not (REPORT / "figure-10-training.jpg").exists()


def test_other_systems_have_a_table_with_the_truth_and_without(inputs, undrawn):
    results = load_results(inputs / "results")
    save_results(replace(results, name="Old ones", known=False), inputs / "old")
    others = ["--others", str(inputs / "results"), str(inputs / "old")]
    assert report(inputs, *fresh(inputs), *others) == 0
    page = (inputs / "out" / "README.md").read_text()
    part = page[page.index("## Figure 14") : page.index("## Verdict")]
    assert part.count("\n| Grey passthrough |") == 2 and "CIEDE2000 ↓ of each" in part
    assert "not whether they are right" in part
    assert report(inputs, "--others") == 0, "none any more"
    assert "## Figure 14: the same photographs by others\n\nNot measured" in (inputs / "out" / "README.md").read_text()


def test_other_systems_stay_where_one_to_replace_them_is_broken(inputs, capsys, undrawn):
    results = str(inputs / "results")
    assert report(inputs, *fresh(inputs), "--others", results) == 0
    kept = inputs / "out" / "inputs" / "others" / "results"
    (inputs / "broken").mkdir()
    assert (
        report(inputs, "--others", results, str(inputs / "broken")) == 2
        and "holds no results" in capsys.readouterr().err
    )
    assert load_results(kept)
    assert report(inputs, "--others", str(kept)) == 0 and load_results(kept)


def test_the_total_loss_is_that_of_its_parts(inputs):
    log = [{"images": "99", "mae": "0.05", "generator": "0.7"}, {"images": "198", "mae": "0.04", "generator": ""}]
    assert figures.total_losses("cgan-late", log) == [(99, pytest.approx(4.7)), (198, pytest.approx(3.2))]
    assert figures.total_losses("mine", [{"images": "9", "mae": "0.05", "total": "1.5"}]) == [(9, 1.5)]


def test_the_appendix_has_every_run_and_every_metric(inputs, undrawn):
    assert report(inputs, *fresh(inputs)) == 0
    page = (inputs / "out" / "README.md").read_text()
    part = page[page.index("## Appendix") :]
    assert "| cgan-tiny |" in part and "0.0600 after 100" in part and "CIEDE2000 ↓ by class" in part
