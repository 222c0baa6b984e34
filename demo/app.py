"""The Gradio app: colour a photograph, compare the networks. `python demo/app.py`, then http://localhost:7860.

Gradio's own variables are honoured: GRADIO_SERVER_PORT, GRADIO_SERVER_NAME, GRADIO_ROOT_PATH, GRADIO_TEMP_DIR.
COLOURIZER_DEVICE chooses where the networks run: cpu (by default), cuda, mps, or auto for the fastest available. With
COLOURIZER_C2PA_CERTIFICATE and COLOURIZER_C2PA_KEY, files in PEM, downloads are signed.
"""

import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

# `python demo/app.py`, as Spaces run it, puts demo/ on the path, not the folder with the packages.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # set before importing Gradio; the page promises "no statistics"
# Set before importing PyTorch. oneDNN caches up to 1,024 primitives, some 60 MB, one for each layer and shape, and
# photographs have many shapes. The three networks have about 80 layers, and creating them takes no measurable time.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "128")

if __name__ == "__main__":
    import demo.gradio_app.preload

    demo.gradio_app.preload.start()
import demo.gradio_app.without_stubs

# isort: split
import gradio as gr

from colourizer.photo.photo import MAX_BYTES
from colourizer.subject import load_face_detector
from demo.gradio_app import api, malloc, private, samples, widgets
from demo.gradio_app.i18n import texts
from demo.gradio_app.limits import CHECK_EVERY, KEEP_FOR
from demo.gradio_app.networks import device
from demo.gradio_app.signing import signer
from demo.gradio_app.tabs import about, colourize, compare
from demo.gradio_app.theme import CSS, script, theme

WAITING = 16  # visitors in the queue; further ones are asked to come back later
_WARM_UP = 2  # seconds after the start, once the page responds, to load what the first photograph needs
SESSIONS = 100  # in memory, some 10 MB each; for older ones the network runs again


def build() -> gr.Blocks:
    """The pages, ready to launch."""
    gr.set_static_paths([samples.FOLDER, about.FAILURES])  # served as they are, not copied for each visitor
    with (
        private.without_server(),
        gr.Blocks(title=texts.TITLE, analytics_enabled=False, delete_cache=(CHECK_EVERY, KEEP_FOR)) as demo,
    ):
        gr.HTML(texts.label(texts.LANGUAGE_STYLE), elem_classes="language")
        gr.HTML(texts.header(), elem_classes="masthead")
        with gr.Row(elem_classes="bench"):
            with gr.Column(min_width=240, elem_classes="choose"):
                upload = widgets.photo_upload()
                widgets.camera()
                widgets.examples(upload)
                widgets.upload_note()
            with gr.Column(min_width=280, elem_classes="views"):
                _tabs(upload)
        api.build()
        demo.queue(max_size=WAITING)
    return demo


def _tabs(upload: gr.File) -> None:
    """The three tabs."""
    with gr.Tabs():
        with gr.Tab(texts.label("tab_colourize"), id="colourize") as colourize_tab:
            colourize.build(upload)
        with gr.Tab(texts.label("tab_compare"), id="compare", elem_classes="compared") as compare_tab:
            compare.build(upload, opened=[compare_tab.select], closed=[colourize_tab.select])
        with gr.Tab(texts.label("tab_about"), id="about"):
            about.build()


def launch(demo: gr.Blocks, **options):
    """Serve `demo`; options and return value are those of `gr.Blocks.launch`.

    MCP is served only if the host sets GRADIO_MCP_SERVER.
    """
    return demo.launch(
        theme=theme(),
        css_paths=CSS,
        js=script(),
        i18n=texts.I18N,
        max_file_size=MAX_BYTES,
        run_history=False,  # it would store visitors' photographs in their browsers
        share=False,
        show_error=False,  # messages for visitors are gr.Error, which is always shown
        enable_monitoring=False,
        ssr_mode=False,
        footer_links=["api", "settings"],
        state_session_capacity=SESSIONS,
        **options,
    )


def main() -> None:
    """Serve until stopped, and remove all temporary files."""
    try:
        device()
        signer()
    except ValueError as error:
        sys.exit(str(error))
    malloc.limit_arenas()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that `docker stop` runs the clean-up, too
    with tempfile.TemporaryDirectory(prefix="colourizelt-") as folder:
        os.environ.setdefault("GRADIO_TEMP_DIR", folder)
        blocks = build()
        warm_up = threading.Timer(_WARM_UP, load_face_detector)
        warm_up.daemon = True
        warm_up.start()
        launch(blocks)


if __name__ == "__main__":
    main()
