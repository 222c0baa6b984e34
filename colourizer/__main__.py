"""`python -m colourizer PHOTO [PHOTO ...] --output OUT`, and `python -m colourizer inspect FILE`."""

import sys

from colourizer.cli.colourize import main

if __name__ == "__main__":
    sys.exit(main())
