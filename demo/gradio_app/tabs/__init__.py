"""The components of each tab, and the handler of each event. Only `demo/app.py` imports it."""
