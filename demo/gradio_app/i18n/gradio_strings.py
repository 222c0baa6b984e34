"""Texts for the browser: ours, and translations of Gradio's untranslated texts.

Gradio 6.31 translates its labels, but not its texts for screen readers, the queue, and its errors. The scripts in
`assets/js` replace these; the language files contain them as JavaScript regular expressions.
"""

import json

from demo.gradio_app.i18n.language import languages

ASKED = ("ask", "ask_replace", "ask_add", "ask_cancel")
_HINTS = ("hint_cross", "hint_mark", "reference_cross")
OURS = ("choice", "alternative", "clamped", "emptied", "tap", "dropped", *_HINTS, *ASKED)  # keys that the scripts use


def as_script() -> str:
    """The table as JavaScript: by language, `words` of ours by key, and `gradio`, regular expression → text."""
    table = {
        code: {"words": {key: each.words[key] for key in OURS if key in each.words}, "gradio": each.gradio}
        for code, each in languages().items()
    }
    return json.dumps(table, ensure_ascii=False)
