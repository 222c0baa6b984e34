"""The parts of the Streamlit page `demo/browse.py`."""
