"""Learning: what a batch teaches, the loop around it, and what a run leaves on disk. It imports `train.data`."""
