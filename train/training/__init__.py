"""Training: the steps, the loop around them, and the files of a run. It imports `train.data`."""
