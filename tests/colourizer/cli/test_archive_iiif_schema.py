"""The IIIF manifest conforms to the published schema.

The schema of Presentation 3 is iiif_3_0.json of the IIIF Consortium's presentation-validator. The models of the package
iiif-prezi3 are generated from it, and iiif_presentation_3.json is their exported schema. The package itself cannot be a
requirement: its latest version, 3.1.1, does not support Pillow after 12.0.
"""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.colourizer.cli.conftest import run

SCHEMA = json.loads(Path(__file__).with_name("iiif_presentation_3.json").read_text())


@pytest.fixture
def manifest(photos, tiny, at_once) -> str:
    run(photos, tiny, "--iiif", "https://example.org/archive")
    return (photos.parent / "out" / "iiif-manifest.json").read_text()


def test_a_manifest_is_valid_by_the_published_schema(manifest):
    jsonschema.validate(json.loads(manifest), SCHEMA)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"Canvas"', '"Canvass"'),
        ('"Annotation"', '"Annotations"'),
        ('"Choice"', '"Choices"'),
        ('"width": 60', '"width": "60"'),
        ('"label": {', '"lable": {'),
    ],
)
def test_the_schema_refuses_what_is_wrong(manifest, right, wrong):
    assert right in manifest
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(manifest.replace(right, wrong)), SCHEMA)
