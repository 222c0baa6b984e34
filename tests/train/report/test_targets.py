"""The targets in `targets.toml`, and the tables that say whether they were reached."""

from dataclasses import replace

import pytest

from colourizer.evaluation.results import load_results
from train.errors import DataError
from train.report.inputs import PROJECT
from train.report.targets import chroma_targets, read_targets, report_targets


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


@pytest.fixture(scope="module")
def results():
    return load_results(PROJECT)


def test_each_target_has_a_row_in_order(results):
    targets = read_targets()
    for page, table in (("report", report_targets(results)), ("chroma", chroma_targets(results))):
        assert [row[0] for row in rows(table)] == [target.measure for target in targets[page]]


def test_every_goal_is_judged_by_the_numbers(results):
    summary = {
        name: {group: dict(means) for group, means in groups.items()} for name, groups in results.summary.items()
    }
    for groups in summary.values():
        for means in groups.values():
            means |= {"mae": 0.05, "psnr": 20, "ciede2000": 9, "colourfulness_difference": -3, "frechet_lite2": 50}
    summary["grey"]["all"] |= {"mae": 0.06, "psnr": 21, "frechet_lite2": 80}
    summary["baseline"]["all"]["colourfulness_difference"] = 3.5
    found = replace(results, summary=summary, certainty={"chroma": {"spearman": 0.5, "coverage": 0.04}})
    judged = {measure: tuple(row) for measure, *row in rows(report_targets(found))}
    assert judged["cGAN: MAE"] == ("at most 0.0499", "0.0500", "no")
    assert judged["cGAN: colourfulness, less the originals', either way"] == (
        "below the baseline's 3.50",
        "3.00",
        "yes",
    )
    assert judged["cgan: PSNR"] == ("above grey's 21.00", "20.00", "no")
    assert judged["cgan: MAE"] == ("below grey's 0.0600", "0.0500", "yes")
    judged = {measure.partition(":")[2].strip(): tuple(row) for measure, *row in rows(chroma_targets(found))}
    assert judged["PSNR, dB"] == ("at least 24.8", "20.00", "no")
    assert judged["colourfulness, less the originals'"] == ("within 1.5", "-3.00", "no")
    assert judged["Fréchet distance"] == ("at most 46.7 (58% of grey's 80.0)", "50.0", "no")
    assert judged["classes with a smaller Fréchet distance than the cGAN's"] == ("all 6", "0", "no")
    assert judged["Spearman, within pictures"] == ("at least 0.5", "0.500", "yes")


def test_what_was_not_measured_has_no_row(results):
    without = {name: groups for name, groups in results.summary.items() if name != "cgan-own"}
    assert "own picture" not in report_targets(replace(results, summary=without))
    assert report_targets(replace(results, summary={"grey": without["grey"]})) == ""


@pytest.mark.parametrize(
    "row",
    [
        'version = "cgan"\nmetric = "mae"',
        'version = "cgan"\nmetric = "mae"\nat_most = 1\nat_least = 0',
        'version = "cgan"\nmetric = "mae"\nat_last = 1',
        'version = "cgan"\nmetric = "mea"\nat_most = 1',
        'metric = "mae"\nat_most = 1',
    ],
)
def test_a_row_that_says_too_little_is_refused(tmp_path, row):
    (tmp_path / "targets.toml").write_text(f"[[report]]\n{row}\n")
    with pytest.raises(DataError, match="report, row 1: name "):
        read_targets(tmp_path / "targets.toml")
