"""Each control has a single definition, wherever it is offered."""

import argparse
from dataclasses import asdict

import pytest

from colourizer.cli.options import add_options
from colourizer.colourization import Settings
from colourizer.controls import CONTROLS
from demo.gradio_app.i18n.language import languages


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_a_control_is_the_same_everywhere(control):
    assert asdict(Settings())[control.name] == control.default
    parser = argparse.ArgumentParser()
    add_options(parser)
    assert getattr(parser.parse_args([]), control.name) == control.default
    assert control.about in " ".join(parser.format_help().split())
    with pytest.raises(SystemExit):
        parser.parse_args([f"--{control.name}", str(control.high + 0.1)])
    for language in languages().values():
        assert {control.name, f"{control.name}_info"} <= language.words.keys()
