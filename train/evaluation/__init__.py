"""Evaluating networks on photographs, and calibrating their certainty. It imports `train.data`."""
