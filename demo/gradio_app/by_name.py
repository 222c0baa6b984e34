"""Use handlers that return updates by name as Gradio event handlers."""

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from inspect import isgeneratorfunction
from typing import Any

import gradio as gr


def by_component(handler: Callable[..., Any], components: Mapping[str, Any]) -> Callable[..., Any]:
    """Wrap a handler that returns or yields `{name: update}`, so that it gives Gradio `{component: update}`.

    Other components do not change. components: by name; all are outputs of the event.
    """

    def updates(named: Mapping[str, Any]) -> dict[Any, Any]:
        # Gradio treats an empty dictionary as a value.
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
