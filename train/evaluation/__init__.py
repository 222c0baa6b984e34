"""Measuring networks on photographs, and fitting how their certainty is read. It imports `train.data`."""
