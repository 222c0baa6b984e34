"""What can go wrong in preparing and training, told in plain sentences that say what to do."""


class DataError(ValueError):
    """The photographs cannot be used as they are."""


class TrainingError(RuntimeError):
    """Training cannot go on; the last saved state is intact."""
