"""Reading logs and sample grids of training runs, including runs in progress."""

import pytest

from colourizer.evaluation.results import ResultsError
from colourizer.evaluation.training_log import find_all_runs, find_runs, load_run

LOG = """images,size,seconds,mae,generator,discriminator,validation_mae
1600,64,12,0.12,,,
3200,64,23,0.10,,,
3200,,,,,,0.09
4800,96,40,0.11,,,
"""


@pytest.fixture
def folder(tmp_path):
    run = tmp_path / "cgan-quick"
    (run / "grids").mkdir(parents=True)
    (run / "log.csv").write_text(LOG)
    for name in ("00003200.webp", "00001600.webp", "notes.webp"):
        (run / "grids" / name).touch()
    return tmp_path


def test_a_run_reads_back(folder):
    run = load_run("cgan-quick", *find_runs(folder)["cgan-quick"])
    assert set(run.curves) == {"mae", "validation_mae"}, "columns without values are no curves"
    assert [part.tolist() for part in run.curves["mae"]] == [[1600, 3200, 4800], [0.12, 0.10, 0.11]]
    assert [part.tolist() for part in run.curves["validation_mae"]] == [[3200], [0.09]]
    assert list(run.grids) == [1600, 3200] and run.images_seen == 4800
    assert run.sizes == {0: 64, 3200: 96}, "where the pictures became that large"


def test_a_reports_layout_is_found_too(folder):
    (folder / "inputs" / "logs").mkdir(parents=True)
    (folder / "inputs" / "logs" / "baseline-full.csv").write_text(LOG)
    log, grids = find_runs(folder)["baseline-full"]
    assert load_run("baseline-full", log, grids).grids == {}
    assert set(find_runs(folder)) == {"cgan-quick", "baseline-full"}


def test_a_folder_without_runs_has_none(tmp_path):
    assert find_runs(tmp_path) == {} and find_runs(tmp_path / "nowhere") == {}


def test_a_line_that_is_being_written_does_not_disturb(folder):
    log, grids = find_runs(folder)["cgan-quick"]
    log.write_text(LOG + "6400,96,50,0.0")
    assert load_run("cgan-quick", log, grids).images_seen == 6400


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "not the log"), ("a,b\n1,2\n", "not the log"), ("images,mae\n1,x\n", "cannot be read")]
)
def test_another_file_gets_a_sentence(folder, text, sentence):
    log, grids = find_runs(folder)["cgan-quick"]
    log.write_text(text)
    with pytest.raises(ResultsError, match=sentence):
        load_run("cgan-quick", log, grids)


def test_a_missing_log_gets_a_sentence(tmp_path):
    with pytest.raises(ResultsError, match="cannot be read"):
        load_run("x", tmp_path / "log.csv", tmp_path)


def test_a_validation_before_the_first_training_row_moves_no_size(folder):
    rows = LOG.splitlines()
    (folder / "cgan-quick" / "log.csv").write_text("\n".join([rows[0], "1472,,,,,,0.2", *rows[1:]]) + "\n")
    assert load_run("x", *find_runs(folder)["cgan-quick"]).sizes == {0: 64, 3200: 96}


def test_runs_of_one_name_do_not_hide_each_other(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("mine")
    (other / "cgan-quick").mkdir()
    (other / "cgan-quick" / "log.csv").write_text(LOG)
    found = find_all_runs([folder, other, other])
    assert list(found) == ["cgan-quick", f"cgan-quick ({other.name})", f"cgan-quick ({other.name}) 2"]
    assert found["cgan-quick"][0].parents[1] == folder
