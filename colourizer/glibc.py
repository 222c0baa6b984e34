"""Settings of glibc's malloc for long-running programs. Other C libraries do not have them.

Source: man7.org/linux/man-pages/man3/mallopt.3.html
"""

import ctypes
import platform

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD, M_MMAP_MAX, M_ARENA_MAX = -1, -2, -3, -4, -8  # as in its malloc.h


def mallopt(options: dict[int, int]) -> bool:
    """Set each option of this process to its value. Returns whether all were accepted; False without glibc."""
    if platform.libc_ver()[0] != "glibc":
        return False
    function = ctypes.CDLL(None).mallopt
    return [function(*option) for option in options.items()] == [1] * len(options)
