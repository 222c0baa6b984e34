"""Keeps the page's state in the URL: a link shows what its sender saw, and the browser's Back undoes a choice.

Streamlit can bind a widget to the URL by itself (`bind="query-params"`), but it writes the option's *label*, such as
"Coasts · 5", and the link would break with other results. Here the key is written: ?class=coast. Values in a URL are
only looked up among the available options.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
Span = tuple[float, float]

_SHARED = ("results", "versions", "class", "metric", "sort")  # keys with the same meaning on several pages
# What a choice resets besides the page: another metric or model has another range of values.
_VOIDED = dict.fromkeys(("metric", "sort", "results", "versions"), ("range",)) | {"run": ("seen", "beside")}


def choice(key: str, options: Iterable[T], default: T, what: str) -> T:
    """The value of `key` in the URL, or `default`. Also sets the widget with the same key.

    An unknown value shows a notice. what: the noun in the notice, with its article.
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


def picked(
    widget: Callable[..., Any], label: str, key: str, titles: Mapping[T, str], default: T, what: str, **options: Any
) -> T:
    """Draw a widget bound to the URL, and return its value.

    widget: `st.selectbox`, `st.pills` or `st.segmented_control`. titles: by option. what: as in `choice`.
    """
    choice(key, titles, default, what)
    if widget is not st.selectbox:
        options["required"] = True
    return widget(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        on_change=remember,
        args=[key, default],
        **options,
    )


def several(key: str, options: Iterable[str], default: Sequence[str], what: str) -> list[str]:
    """The values of `key` in the URL ("cgan,chroma"), in the order of the options, or `default`.

    Also sets the widget with the same key. If none is available, a notice is shown.
    """
    text = st.query_params.get(key)
    requested = default if text is None else text.split(",")
    value = [option for option in options if option in requested]
    if not value:
        st.info(f"The address asks for {what} that these results do not have. You see the usual choice instead.")
        del st.query_params[key]
        value = list(default)
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return value


def span(key: str, limits: Span) -> Span:
    """The range of `key` in the URL ("0.02..0.05"), or `limits`. Also sets the slider with the same key.

    Numbers are clamped to the limits, so that links between similar results still work.
    """
    text = st.query_params.get(key)
    value = limits if text is None else _numbers(text)
    if value is None:
        st.info("The address asks for a range that is not two numbers. You see the whole range instead.")
        del st.query_params[key]
        value = limits
    low, high = (min(max(number, limits[0]), limits[1]) for number in value)
    if st.session_state.get(key) != (low, high):
        st.session_state[key] = (low, high)
    return low, high


def span_text(low: float, high: float) -> str:
    """A range as written in the URL."""
    return f"{low:.6g}..{high:.6g}"


def remember(key: str, default: object) -> None:
    """A widget's `on_change`: write its value to the URL, unless it is the default."""
    value = st.session_state[key]
    if value == default or value == []:  # an empty selection means the default
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = _text(value)
    # Another selection or order changes the pictures on each page.
    for voided in (*_VOIDED.get(key, ()), *(() if key == "page" else ("page",))):
        st.query_params.pop(voided, None)


def _text(value: object) -> str:
    """A value as written in the URL."""
    if isinstance(value, tuple):
        return span_text(*value)
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def keep_choices(page: str) -> None:
    """Carry the last page's URL parameters over to another page, as the navigation links drop them.

    page: the page about to be drawn.
    """
    last, remembered = st.session_state.get("page-before"), st.session_state.get("kept", {})
    if last not in (None, page):
        for key in remembered.keys() - st.query_params.keys():
            st.query_params[key] = remembered[key]
        for key in _SHARED:  # a value set by the other page's widget would not reach this page's widget
            st.session_state.pop(key, None)
    st.session_state["page-before"] = page
    st.session_state["kept"] = {key: st.query_params[key] for key in _SHARED if key in st.query_params}


def _numbers(text: str) -> Span | None:
    try:
        low, high = map(float, text.split(".."))
    except ValueError:
        return None
    return (low, high) if math.isfinite(low) and math.isfinite(high) and low <= high else None
