"""The web pages: `app.py` serves the Gradio app, `browse.py` the Streamlit gallery. They import `colourizer` only."""
