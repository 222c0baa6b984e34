"""The parts of the gallery, which `demo/browse.py` serves. Imports `colourizer`, but nothing from the app."""
