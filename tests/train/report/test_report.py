"""The report's page: made from small inputs alone, with nothing typed by hand."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import ModelInfo, Picture, Results, load_results, save_picture, save_results
from train.__main__ import main
from train.evaluation.summary import short_table
from train.report import architecture, figures
from train.report.report import REPORT, ROOT, _portable
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


def report(folder, *more) -> int:
    return main(["report", "--samples", str(folder / "samples"), "--out", str(folder / "out"), *more])


def test_the_page_has_the_grey_row_the_figures_and_the_commands(inputs):
    fresh = ["--runs", str(inputs / "cgan-tiny"), "--data", str(inputs / "data"), "--results", str(inputs / "results")]
    assert report(inputs, *fresh) == 0
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
    assert report(inputs) == 0  # again, from what it took over
    assert (inputs / "out" / "README.md").read_text() == page


def test_mistakes_are_told_in_a_sentence(inputs, capsys):
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
    fresh = ["--runs", str(inputs / "cgan-tiny"), "--data", str(inputs / "data"), "--results", str(inputs / "results")]
    assert report(inputs, *fresh) == 0
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
    assert "no verdict" in verdict(load_results(inputs / "results"))


def test_the_page_says_how_the_bundled_networks_differ_and_no_more_that_nothing_is_known():
    page = (REPORT / "README.md").read_text()
    assert "known here in three figures only" not in page and "16,319" in page and "## Verdict" in page
    assert "as the report describes them" not in (ROOT / "README.md").read_text()


def test_the_networks_are_drawn_and_written_from_themselves(tmp_path):
    text = architecture.write(tmp_path)
    assert "144x144x1" in text and "729 patches, 27x27" in text and "34x34 pixels" in text
    assert all((tmp_path / f"network-{name}.png").stat().st_size > 5000 for name in architecture.networks())
    layers = architecture.layers(architecture.networks()["generator"])
    assert len(layers) == 9 and sum("transposed" in layer.words for layer in layers) == 4
    assert [layer.across for layer in layers[5:]] == ["encoder.2.0", "encoder.1.0", "encoder.0.0", "the photograph"]
    assert not any(layer.across for layer in architecture.layers(architecture.networks()["baseline"]))


def test_border_patches_see_less():
    fields = architecture.patch_fields(architecture.networks()["discriminator"])
    assert fields.shape == (2, 27, 27) and fields.max() == 34
    assert fields[0, 0, 0] < 34 and fields[0, 13, 13] == 34


def test_nobodys_folders_get_into_the_page():
    command = "python -m train evaluate --manifest /home/me/data --external=x=/srv/x --out runs/out"
    assert _portable(command) == "python -m train evaluate --manifest …/data --external=x=…/x --out runs/out"


def test_table_2_by_source(inputs, prepared):
    fresh = ["--runs", str(inputs / "cgan-tiny"), "--data", str(prepared), "--results", str(inputs / "results")]
    assert report(inputs, *fresh) == 0
    page = (inputs / "out" / "README.md").read_text()
    after = page[page.index("## Table 2, by source") :]
    assert "| mine | all |" in after and "## Left out" in after


def test_a_page_of_own_networks_shows_no_bundled_ones(inputs):
    out = inputs / "own"
    fresh = ["--runs", str(inputs / "cgan-tiny"), "--data", str(inputs / "data"), "--results", str(inputs / "results")]
    assert main(["report", *fresh, "--out", str(out)]) == 0
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
    fresh = ["--runs", str(inputs / "cgan-tiny"), "--data", str(inputs / "data"), "--results", str(inputs / "results")]
    assert report(inputs, *fresh) == 0
    page = (inputs / "out" / "README.md").read_text()
    assert "The samples on which Lambda 40 errs most" in page and figures.FAILURES not in page
