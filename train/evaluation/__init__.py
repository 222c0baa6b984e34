"""Evaluates networks on photographs, and calibrates their certainty. Imports `train.data`."""
