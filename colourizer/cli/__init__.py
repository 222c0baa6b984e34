"""The program `colourize`, with its subcommands. It may import every room; no room imports it."""
