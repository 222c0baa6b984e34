"""Settings of glibc's malloc, so that freed memory returns to the system."""

import ctypes
import platform

ARENAS = 2  # heaps for all threads: one photograph is worked on at a time, and one redrawn
LARGE = 4 * 2**20  # bytes, from which on a plane of pixels is mapped by itself, and unmapped when it is freed
SPARE = 64 * 2**20  # bytes that a heap may keep at its end
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # their numbers in glibc's malloc.h


def limit_arenas() -> bool:
    """Let all threads share a few heaps; call it before they start. Returns whether it succeeded.

    Each photograph is processed by new threads, and glibc gives these heaps of their own, up to eight per core.
    Memory freed in one heap is not available to others, and after a plane of 32 MB was freed, planes of up to that
    size are allocated in heaps, too: resident memory grew with each visitor, although no more of it was in use. Other
    C libraries have no such heaps.

    Source: man7.org/linux/man-pages/man3/mallopt.3.html, M_ARENA_MAX and M_MMAP_THRESHOLD.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    options = ((_M_ARENA_MAX, ARENAS), (_M_MMAP_THRESHOLD, LARGE), (_M_TRIM_THRESHOLD, SPARE))
    return [mallopt(*option) for option in options] == [1, 1, 1]
