"""From photographs to trained networks and the report: `python -m train COMMAND`. It imports `colourizer` only."""
