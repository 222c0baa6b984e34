"""The updates of an event on the first tab, by the components' names."""

from typing import Any, NamedTuple

import gradio as gr

_SKIP = gr.skip()


class View(NamedTuple):
    """The updates of a handler by the components' names in `tabs/colourize.py`; by default nothing changes."""

    state: Any = _SKIP
    viewer: Any = _SKIP
    caption: Any = _SKIP
    certainty_text: Any = _SKIP
    vividness: Any = _SKIP
    show_lines: Any = _SKIP
    legend: Any = _SKIP
    others: Any = _SKIP
    alternatives: Any = _SKIP
    about_alternatives: Any = _SKIP
    thumbnail_settings: Any = _SKIP
    download: Any = _SKIP
    saved: Any = _SKIP
    status: Any = _SKIP
    frame_about: Any = _SKIP
    frame_left: Any = _SKIP
    frame_top: Any = _SKIP
    frame_right: Any = _SKIP
    frame_bottom: Any = _SKIP
    negative: Any = _SKIP
    hints: Any = _SKIP
    hint_colours: Any = _SKIP
    hint_place: Any = _SKIP
    hint_list: Any = _SKIP
    hint_file: Any = _SKIP
    announcement: Any = _SKIP
    shared: Any = _SKIP
    share_status: Any = _SKIP
    several: Any = _SKIP
    single: Any = _SKIP
    details: Any = _SKIP
    saving: Any = _SKIP
    sharing: Any = _SKIP
    bar: Any = _SKIP
    bar_name: Any = _SKIP
    previous: Any = _SKIP
    next: Any = _SKIP
