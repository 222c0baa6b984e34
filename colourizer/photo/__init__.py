"""Photographs as files: opening, decoding, metadata, saving. It imports `colourizer.colour` and `errors`."""
