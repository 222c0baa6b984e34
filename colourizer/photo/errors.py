"""The one error for everything that goes wrong with a photograph's file."""

DAMAGED = "This file is damaged and cannot be read. Try to export or scan it again."


class PhotoError(ValueError):
    """A photograph cannot be read or written; the message is a sentence that a visitor can act on."""
