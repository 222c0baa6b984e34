"""The page's choices live in its address: a link shows what its sender saw, and the browser's Back undoes a choice.

Streamlit can bind a widget to the address by itself (`bind="query-params"`), but it writes the widget's *label*:
"Coasts · 5" would be the key, and the link would break with other results. Here the key is written: ?class=coast.
What an address asks for is only ever looked up among the options at hand.
"""

from collections.abc import Iterable
from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def choice(key: str, options: Iterable[T], default: T, what: str) -> T:
    """What the address chooses for `key`, or `default`; sets the widget of the same key to it.

    An address that asks for something else gets a kind sentence, with `what` as the name of the thing, article and all.
    """
    by_text = {str(option): option for option in options}
    text = st.query_params.get(key)
    if text is not None and text not in by_text:
        st.info(f"The address asks for {what} that these results do not have. You see the usual choice instead.")
        del st.query_params[key]
    value = by_text.get(text, default) if text is not None else default
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return value


def remember(key: str, default: object) -> None:
    """A widget's `on_change`: write its value into the address, where the usual choice needs no word."""
    value = st.session_state[key]
    if value == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = str(value)
    if key != "page":
        st.query_params.pop("page", None)  # the pages of another choice or order hold other pictures
