"""Where the photographs are on a scan: found by straight edges and even borders, cropped, and put back.

It imports `photo`; `pipeline` and the packages above may import it.
"""
