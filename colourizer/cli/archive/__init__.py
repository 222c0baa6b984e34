"""What `colourize-archive` does: find photographs, colour them, and write reports."""
