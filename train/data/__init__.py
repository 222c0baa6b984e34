"""Turns folders of photographs into a manifest, and a manifest into batches. Imports no other package of `train`."""
