"""What Streamlit lacks: a slider over two pictures, a timed picture, rows, focus. It imports no other room."""
