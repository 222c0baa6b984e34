"""One module per page, with a function `page(site)`. Only `demo/browse.py` imports this package."""
