"""Components that Streamlit lacks: comparison slider, timed picture, rows, accessibility.

It imports no other package of the gallery.
"""
