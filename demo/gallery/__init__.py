"""The parts of the gallery that `demo/browse.py` serves. It imports `colourizer`, and nothing of the app."""
