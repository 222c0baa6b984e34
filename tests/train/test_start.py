"""Commands do not import libraries that they do not need, as each one delays the start."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_command_loads_what_few_need():
    code = "import sys, train.__main__; print([n for n in ('timm', 'torchvision', 'scipy.stats') if n in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"
