"""What each tab consists of, and which handler each event calls. Only `demo/app.py` imports it."""
