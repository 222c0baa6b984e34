"""Downloads: tables with their provenance, and pictures ready for a paper."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from colourizer.evaluation.results import load_results
from demo.gallery.data.export import CSV, LATEX, MARKDOWN, packed


@pytest.fixture
def results(made):
    return load_results(made)


def unpacked(results, kind, *, count=2, with_pictures=False) -> dict[str, bytes]:
    data = packed(results, results.pictures[:count], "mae", kind, with_pictures=with_pictures)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_csv_has_every_metric_of_every_version(results):
    rows = unpacked(results, CSV)["selection.csv"].decode().splitlines()
    assert rows[0] == "id,class,title,model,mae,psnr,colourfulness" and len(rows) == 1 + 2 * 3
    assert rows[1] == "coast-3,coast,shore 3,grey,0.05,20.0,0.0"


def test_a_title_is_no_formula(results):
    evil = replace(results, pictures=(replace(results.pictures[0], title="=1+1"),))
    assert ",'=1+1," in unpacked(evil, CSV)["selection.csv"].decode()


@pytest.mark.parametrize(("kind", "file"), [(MARKDOWN, "selection.md"), (LATEX, "selection.tex")])
def test_tables_have_the_grey_column_the_means_and_the_command(results, kind, file):
    text = unpacked(results, kind)[file].decode()
    assert "Grey passthrough" in text and "python -m train evaluate" in text
    assert "0.0500" in text and "0.0200" in text, "the cGAN's mean of 0.03 and 0.01"


@pytest.mark.parametrize(("kind", "file"), [(MARKDOWN, "selection.md"), (LATEX, "selection.tex"), (CSV, "README.txt")])
def test_no_path_of_the_machine_leaves_it(results, kind, file):
    private = replace(results, command="python -m train evaluate --manifest /home/ada/secret/data --name 'Test split'")
    text = unpacked(private, kind)[file].decode()
    assert "--manifest …/data --name 'Test split'" in text and "ada" not in text


def test_latex_keeps_its_signs(results):
    odd = replace(results, name="50% & more_{x}")
    assert r"50\% \& more\_\{x\}" in unpacked(odd, LATEX)["selection.tex"].decode()


def test_pictures_come_as_png_and_what_is_missing_is_left_out(folder):
    (folder / "pictures" / "cgan" / "coast-1.webp").unlink()
    files = unpacked(load_results(folder), LATEX, with_pictures=True)
    pictures = [name for name in files if name.startswith("pictures/")]
    assert len(pictures) == 2 * 4 - 1 and "pictures/coast-1/cgan.png" not in files
    assert Image.open(io.BytesIO(files["pictures/coast-3/original.png"])).format == "PNG"
    assert "pictures/coast-3/cgan.png" in files["selection.tex"].decode()
    assert "SHA-256 ab" in files["README.txt"].decode()


@pytest.mark.parametrize(("kind", "file"), [(MARKDOWN, "selection.md"), (LATEX, "selection.tex")])
def test_a_text_names_only_pictures_that_come_with_it(kind, file, folder):
    """Pictures of other systems may be missing, and LaTeX stops at a missing file."""
    (folder / "pictures" / "cgan" / "coast-1.webp").unlink()
    files = unpacked(load_results(folder), kind, with_pictures=True)
    named = set(re.findall(r"pictures/[\w/.-]+\.png", files[file].decode()))
    assert named == {name for name in files if name.startswith("pictures/")} and len(named) == 2 * 4 - 1


def test_latex_writes_greek(results):
    odd = replace(results, name="λ = 8, ΔE")
    assert r"$\lambda$ = 8, $\Delta$E" in unpacked(odd, LATEX)["selection.tex"].decode()


def test_the_page_offers_what_is_chosen(visit, made):
    page = visit(made, **{"class": "street"})
    assert "The 2 photographs chosen here" in " ".join(element.value for element in page.markdown)
    assert page.get("download_button")
