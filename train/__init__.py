"""Trains networks on photographs and writes the report: `python -m train COMMAND`. Imports `colourizer` only."""
