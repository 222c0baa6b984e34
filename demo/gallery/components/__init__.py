"""Components that Streamlit lacks: comparison slider, timed picture, rows, accessibility.

Imports no other package of the gallery.
"""
