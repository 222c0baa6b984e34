"""Users' own networks, and systems with missing pictures: shown correctly, and never on the project's own page."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from colourizer.checkpoint import load_checkpoint
from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import ModelInfo, Picture, Results, load_results, save_picture, save_results
from train.__main__ import main
from train.report import figures, report, report_page, sample_strip
from train.report.targets import report_targets
from train.report.verdict import verdict

METRICS = ("mae", "ciede2000")


@pytest.fixture
def samples(tmp_path) -> Results:
    """A system called "theirs", listed before the user's network, lacks a picture of the first photograph."""
    means = {"mae": 0.05, "ciede2000": 9.0}
    pictures = []
    for kind in LandscapeClass:
        had = ["original", "grey", "mine"] + ["theirs"] * bool(pictures)
        pictures.append(Picture(f"{kind}-1", kind, "one", dict.fromkeys(had, means)))
        for version in had:
            save_picture(tmp_path / "samples", version, pictures[-1].id, np.full((20, 20, 3), 90, np.uint8))
    models = (ModelInfo("grey", "Grey"), ModelInfo("theirs", "Theirs"), ModelInfo("mine", "Mine", "ab12"))
    summary = {name: {"all": means} for name in ("original", "grey", "theirs", "mine")}
    results = Results("Samples", 20, "2026-11-23", "evaluate", METRICS, models, summary, tuple(pictures))
    save_results(results, tmp_path / "samples")
    return load_results(tmp_path / "samples")


def test_a_picture_that_a_system_lacks_is_an_empty_tile(samples, tmp_path):
    figures.draw_samples(samples, tmp_path)
    figures.draw_training(samples, tmp_path / "training.jpg")
    with Image.open(tmp_path / "training.jpg") as sheet:
        third = 2 * (200 + 6) + 100
        grey = np.asarray(sheet.convert("L"))
        assert grey[28 + 100, third] > 250, "white: there is none"
        assert grey[28 + 206 + 100, third] < 100


def test_the_failures_shown_are_a_networks_and_not_another_systems(samples):
    assert figures.judged(samples) == "mine"
    theirs = replace(samples, models=samples.models[:2])
    assert figures.judged(theirs) == "theirs"


def test_the_failures_of_another_system_are_of_the_pictures_it_has(samples, tmp_path):
    figures.draw_samples(replace(samples, models=samples.models[:2]), tmp_path)
    with Image.open(tmp_path / "figure-12.jpg") as sheet:
        assert sheet.height == 28 + 5 * 206 - 6


def test_runs_of_any_name_are_judged_as_what_they_are(samples):
    """Runs may be called "cgan-course" and "lambda-40": the architecture in the results counts."""

    def named(*names: tuple[str, str]) -> Results:
        models = tuple(ModelInfo(name, name.title(), "ab12", architecture=kind) for name, kind in names)
        means = {"mae": 0.05, "psnr": 24.0, "ciede2000": 9.0, "colourfulness_difference": -9.0}
        worse = dict.fromkeys(means, 0.06)
        summary = {"grey": {"all": worse}} | {m.name: {"all": means} for m in models}
        return replace(samples, models=(samples.models[0], *models), summary=summary)

    both = named(("baseline-course", "baseline"), ("lambda-40", "cgan"), ("lambda-80", "cgan"))
    assert "The cGAN is `lambda-80`. The baseline is `baseline-course`." in verdict(both)
    assert "| cGAN: MAE " in report_targets(both)
    assert "no verdict" in verdict(named(("baseline-course", "baseline"))) and not report_targets(
        named(("cgan", "cgan"))
    )
    exact = named(("cgan", "cgan"), ("cgan-late", "cgan"), ("baseline", "baseline"))
    assert exact.of_architecture("cgan").name == "cgan" and "The cGAN is" not in verdict(exact)
    theirs = replace(both, models=(*both.models[:1], ModelInfo("cgan", "Somebody's")))
    assert theirs.of_architecture("cgan") is None, "another system's pictures, whatever it is called"


def test_the_strip_shows_own_networks(samples, tmp_path):
    sample_strip.draw(samples, tmp_path)
    with Image.open(tmp_path / "strip.jpg") as strip:
        assert strip.size == (84 + 6 * 150 - 6, 3 * 150 - 6)
    (tmp_path / "strip.jpg").unlink()
    sample_strip.draw(replace(samples, models=samples.models[:2]), tmp_path)
    assert not (tmp_path / "strip.jpg").exists(), "there is no network"


def test_samples_without_known_colours_are_refused(samples, tmp_path, capsys):
    save_results(replace(samples, known=False), tmp_path / "samples")
    save_results(samples, tmp_path / "out" / "inputs")
    assert main(["report", "--samples", str(samples.folder), "--out", str(tmp_path / "out")]) == 2
    assert "whose colours are unknown" in capsys.readouterr().err


def test_own_networks_beside_bundled_ones_make_a_page_of_ones_own(samples):
    bundled = ModelInfo("baseline", "Baseline", load_checkpoint("baseline").sha256)
    assert report_page.of_bundled(replace(samples, models=(samples.models[0], bundled)))
    assert not report_page.of_bundled(replace(samples, models=(bundled, samples.models[2])))
    assert not report_page.of_bundled(replace(samples, models=samples.models[:2]))


def test_what_the_bundled_cgans_failures_share_is_said_of_it_alone(samples):
    for checkpoint, said in (("ab12", False), (load_checkpoint("cgan").sha256, True)):
        own = replace(samples, models=(samples.models[0], ModelInfo("cgan", "cGAN", checkpoint)))
        own = replace(own, summary=own.summary | {"cgan": own.summary["mine"]})
        assert ("chosen by number and not by eye" in report_page.samples_section(own)) == said


def test_the_projects_page_takes_over_nothing_of_ones_own(samples, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(report, "REPORT", tmp_path / "page")
    monkeypatch.setattr(report, "_put_into_readme", lambda _: pytest.fail("README was written"))
    logs = tmp_path / "page" / "inputs" / "logs"
    logs.mkdir(parents=True)
    (logs / "cgan-late.csv").write_text("images,mae\n64,0.2\n")
    run = tmp_path / "cgan-late"
    run.mkdir()
    (run / "log.csv").write_text("images,mae\n64,0.3\n128,0.2\n")
    for words in (["--results", str(samples.folder)], ["--runs", str(run)]):
        assert main(["report", *words]) == 2
        assert "Give your own page a folder with --out" in capsys.readouterr().err
    assert (logs / "cgan-late.csv").read_text().count("\n") == 2
    (run / "log.csv").write_text("images,mae,total\n64,0.2,\n128,0.2,1\n")
    assert main(["report", "--runs", str(run)]) == 2 and "metrics.json is missing" in capsys.readouterr().err
    assert (logs / "cgan-late.csv").read_text().count("\n") == 3, "the same run, gone on with"
