"""`colourize export NAME --format onnx`: export a checkpoint to run it without PyTorch."""

import argparse
import sys

from colourizer.checkpoint import CheckpointError, bundled_names, name_or_folder
from colourizer.cli.options import program

_LACKING = "Exporting needs PyTorch and the package onnx. Install both: they are in train/requirements.txt."


def main(argv: list[str]) -> int:
    """Write model.onnx next to each checkpoint's weights; returns 0, or 2 if one cannot be exported."""
    parser = argparse.ArgumentParser(
        prog=f"{program('colourizer')} export",
        description="Write a network's graph next to its weights, so that it runs without PyTorch, and the graph's "
        "SHA-256 into its config.json, by which it is checked.",
    )
    text = f"{', '.join(bundled_names())}, or a folder with a checkpoint of your own"
    parser.add_argument("networks", nargs="+", metavar="NAME", help=text)
    parser.add_argument("--format", choices=["onnx"], default="onnx", help="of the graph (default: %(default)s)")
    arguments = parser.parse_args(argv)
    try:
        from colourizer.export import ExportError, export
    except ImportError:
        print(_LACKING, file=sys.stderr)
        return 2
    for name in arguments.networks:
        try:
            path = export(name_or_folder(name))
        except (CheckpointError, ExportError) as error:
            print(error, file=sys.stderr)
            return 2
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0
