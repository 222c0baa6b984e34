"""The parts of the Gradio app that `demo/app.py` serves. It imports `colourizer`, but not the gallery."""
