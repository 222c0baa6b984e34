"""The program `colourize`, with its subcommands. It may import every package; no package imports it."""
