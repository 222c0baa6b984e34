"""Settings of glibc's malloc, so that freed memory returns to the system."""

from colourizer.glibc import M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, mallopt

ARENAS = 2  # heaps for all threads: one photograph is processed at a time, and one redrawn
LARGE = 4 * 2**20  # bytes: larger planes of pixels get their own mapping, which is unmapped when they are freed
SPARE = 64 * 2**20  # bytes that a heap may keep at its end


def limit_arenas() -> bool:
    """Let all threads share a few heaps; call it before they start. Returns whether it succeeded.

    Each photograph is processed by new threads, and glibc gives each its own heap, up to eight per core. Memory freed
    in one heap is not available to others, and after a plane of 32 MB is freed, planes of up to that size are allocated
    in heaps, too: resident memory grew with each visitor, although no more was in use. Other C libraries have no such
    heaps.
    """
    return mallopt({M_ARENA_MAX: ARENAS, M_MMAP_THRESHOLD: LARGE, M_TRIM_THRESHOLD: SPARE})
