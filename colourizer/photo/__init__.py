"""Photographs as files: opening, decoding, what they say of themselves, saving. It imports `colourizer.colour`."""
