"""The file names of downloads."""

import pytest

from colourizer.colourization import Settings
from demo.gradio_app import names, samples


@pytest.mark.parametrize(
    ("uploaded", "plain"),
    [
        ("/tmp/gradio/1f/NYPL-701498f.jpg", "NYPL-701498f"),
        ("1931.12.4 recto (scan).tif", "1931.12.4 recto (scan)"),
        ("../../etc/passwd", "passwd"),
        ("<b>.jpg", "b"),
        ('a"b:c|d?.jpg', "a-b-c-d"),
        ("Été à Oléron.jpg", "Été à Oléron"),
        ("..\\..\\boot.ini.jpg", "boot.ini"),
        ("a/../b..c.png", "b.c"),
        ("....jpg", "photograph"),
        ("x" * 300 + ".jpg", "x" * names.LONGEST),
    ],
)
def test_a_visitors_name_is_kept_and_made_harmless(uploaded, plain):
    assert names.plain_name(uploaded) == plain


def test_the_model_and_the_alternative_are_in_the_name():
    assert (
        names.name_of("a/NYPL-701498f.jpg", "chroma", Settings(alternative=2), "tif") == "NYPL-701498f-chroma-alt2.tif"
    )
    assert names.name_of("NYPL-701498f.tif", "cgan", Settings(), "jpg") == "NYPL-701498f-cgan.jpg"
    assert names.name_of("a.tif", "cgan", Settings(), "jpg", "before-after") == "a-cgan-before-after.jpg"
    assert names.name_of(None, "chroma", Settings(), "png") == f"{samples.FIRST.stem}-chroma.png"


def test_two_files_of_one_name_are_told_apart():
    assert names.unique_name("a.jpg", {"b.jpg"}) == "a.jpg"
    assert names.unique_name("a.jpg", {"A.JPG", "a-2.jpg"}) == "a-3.jpg"
