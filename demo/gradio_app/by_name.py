"""Handlers that say what they change by name, as events of Gradio."""

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from inspect import isgeneratorfunction
from typing import Any

import gradio as gr


def by_component(handler: Callable[..., Any], components: Mapping[str, Any]) -> Callable[..., Any]:
    """A handler that returns or yields `{name: update}`, as one with `{component: update}`, as Gradio takes it.

    What it does not name stays as it is. components: by name, all of them outputs of the event.
    """

    def updates(named: Mapping[str, Any]) -> dict[Any, Any]:
        # Gradio takes an empty dictionary for a value.
        return {components[name]: update for name, update in named.items()} or {_first(components): gr.skip()}

    @wraps(handler)
    def returned(*inputs: Any, **of_gradio: Any) -> dict[Any, Any]:
        return updates(handler(*inputs, **of_gradio))

    @wraps(handler)
    def yielded(*inputs: Any, **of_gradio: Any) -> Iterator[dict[Any, Any]]:
        for named in handler(*inputs, **of_gradio):
            yield updates(named)

    return yielded if isgeneratorfunction(handler) else returned


def _first(components: Mapping[str, Any]) -> Any:
    return next(iter(components.values()))
