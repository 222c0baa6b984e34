"""Evaluated pictures, selected, ranked, compared and drawn by lot. It knows results, and no web page."""
