"""Find the photographs on a scan by straight edges and even borders, crop them, and put them back.

It imports `photo`; `pipeline` and the packages above may import it.
"""
