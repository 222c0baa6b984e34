"""A module for each page, with a function `page(site)`. Only `demo/browse.py` imports it."""
