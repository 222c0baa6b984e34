"""How long a visitor's files are kept."""

CHECK_EVERY, KEEP_FOR = 900, 2700  # seconds: an upload stays on the server for at most their sum
