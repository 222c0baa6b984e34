"""From folders of photographs to a manifest, and from that to batches. It imports no other package of `train`."""
