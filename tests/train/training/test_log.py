"""What a run tells TensorBoard."""

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from train.training.log import TrainingLog


def test_tensorboard_shows_the_painted_samples(tmp_path):
    log = TrainingLog(tmp_path)
    log.show(320, np.zeros((8, 8, 3), np.uint8))
    log._board.flush()
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert [event.step for event in events.Images("samples")] == [320]
