"""How long a visitor's files are kept."""

CHECK_EVERY, KEEP_FOR = 900, 2700  # seconds: their sum is how long an upload can stay on the server
