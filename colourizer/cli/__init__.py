"""The commands `colourize` and `colourize-archive`. They may import every room; no room imports them."""
