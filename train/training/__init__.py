"""Training: the steps, the training loop, and the files of a run. Imports `train.data`."""
