"""A run's log on disk and in TensorBoard."""

import csv

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from train.training.log import TrainingLog, read_log


def test_tensorboard_shows_the_painted_samples(tmp_path):
    log = TrainingLog(tmp_path)
    log.show(320, np.zeros((8, 8, 3), np.uint8))
    log._board.flush()
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert [event.step for event in events.Images("samples")] == [320]


def test_an_interruption_leaves_the_rows_that_were_there(tmp_path, monkeypatch):
    TrainingLog(tmp_path).write_validation(99, 0.05)

    def interrupted(*_) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(csv.DictWriter, "writerows", interrupted)
    with pytest.raises(KeyboardInterrupt):
        TrainingLog(tmp_path, images_seen=99)
    assert [row["images"] for row in read_log(tmp_path / "log.csv")] == ["99"]
