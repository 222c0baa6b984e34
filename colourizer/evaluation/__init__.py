"""Measuring: metrics, error maps, and the files of results and logs that `train` writes and the gallery reads.

It imports `colourizer.colour` and `colourizer.classes`; nothing that colours a photograph imports it.
"""
