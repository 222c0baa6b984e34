"""The engine of `colourize-archive`: what is found, what is done, and what is told of it."""
