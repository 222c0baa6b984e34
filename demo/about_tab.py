"""The third tab: what this is, what it cannot do, what happens to a photograph, and whose the samples are."""

import gradio as gr

from demo import samples, texts
from demo.picker import CHECK_EVERY, KEEP_FOR


def build() -> None:
    """Lay out the tab."""
    with gr.Column(elem_classes="about"):
        gr.Markdown(texts.ABOUT.format(hours=texts.hours(CHECK_EVERY + KEEP_FOR)))
        gr.Markdown(samples.credits(), elem_classes="credits")
