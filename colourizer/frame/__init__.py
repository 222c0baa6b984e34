"""Where the photographs are on a scan: found by straight edges and even borders, cut out, and laid back.

Imports `photo`, for what it looks at; `pipeline` and what stands above it may import it.
"""
