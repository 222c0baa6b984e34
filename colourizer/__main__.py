"""`python -m colourizer`: the program `colourize`."""

import sys

from colourizer.cli.colourize import main

if __name__ == "__main__":
    sys.exit(main())
