"""Stops Gradio, if imported before it, from writing type stubs for editors: over a third of its import time."""

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

_MODULE, WRITER = "gradio.component_meta", "create_or_modify_pyi"


class _WithoutStubs(MetaPathFinder):
    """Finds the module that writes the stubs, and replaces the function that does so."""

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname != _MODULE:
            return None
        spec = PathFinder.find_spec(fullname, path)  # pyright: ignore[reportArgumentType]  # the package's own
        if spec is None or spec.loader is None:
            return spec
        spec.loader = _Without(spec.loader)
        return spec


class _Without(Loader):
    def __init__(self, loader: Loader):
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        if hasattr(module, WRITER):
            setattr(module, WRITER, _write_nothing)


def _write_nothing(*_: object) -> None:
    """Does nothing: a component's stub, if any, comes with the package."""


if "gradio" not in sys.modules:
    sys.meta_path.insert(0, _WithoutStubs())
