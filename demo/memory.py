"""Memory that the pages gave back goes back to the system, too."""

import ctypes
import platform

ARENAS = 2  # as many threads at once as allocate much: one photograph is worked on at a time, and one redrawn
_M_ARENA_MAX = -8  # its number in glibc's malloc.h


def bound() -> bool:
    """Let all threads share a few heaps; to be called before the threads begin. Returns whether it was done.

    Each photograph is worked on by threads of its own, and glibc gives new threads heaps of their own, up to eight for
    each core. What photographs leave free in one of them no other can use: resident memory grew on for as long as
    visitors came, although no more of it was in use. Other C libraries have no such heaps.

    Source: man7.org/linux/man-pages/man3/mallopt.3.html, M_ARENA_MAX.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    return ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS) == 1
