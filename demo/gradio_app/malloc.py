"""Memory that the pages gave back goes back to the system, too."""

import ctypes
import platform

ARENAS = 2  # heaps for all threads: one photograph is worked on at a time, and one redrawn
LARGE = 4 * 2**20  # bytes, from which on a plane of pixels is mapped by itself, and unmapped when it is freed
SPARE = 64 * 2**20  # bytes that a heap may keep at its end
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # their numbers in glibc's malloc.h


def limit_arenas() -> bool:
    """Let all threads share a few heaps; to be called before the threads begin. Returns whether it was done.

    Each photograph is worked on by threads of its own, and glibc gives new threads heaps of their own, up to eight for
    each core. What photographs leave free in one of them no other can use, and as soon as a plane of 32 MB was freed,
    planes up to that size lie in heaps, too: resident memory grew on for as long as visitors came, although no more of
    it was in use. Other C libraries have no such heaps.

    Source: man7.org/linux/man-pages/man3/mallopt.3.html, M_ARENA_MAX and M_MMAP_THRESHOLD.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    options = ((_M_ARENA_MAX, ARENAS), (_M_MMAP_THRESHOLD, LARGE), (_M_TRIM_THRESHOLD, SPARE))
    return [mallopt(*option) for option in options] == [1, 1, 1]
