"""What holds for all tests."""

import os

# Read when PyTorch loads, here and in the processes that tests start. The networks of tests are tiny, so threads cost
# more than they bring; and on cores that are busy besides, those that wait for each other take many times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")
