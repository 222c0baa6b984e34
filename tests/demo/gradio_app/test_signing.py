"""Content credentials in downloads: the host's, or none."""

from pathlib import Path

import pytest

from demo import app
from demo.gradio_app import api, samples, signing

COAST = samples.FOLDER / "coast" / "mont-saint-michel.jpg"


@pytest.fixture
def host(monkeypatch):
    """Set the paths of the certificate and its key, which are read once per process."""
    signing.signer.cache_clear()

    def choose(certificate: Path | str, key: Path | str) -> None:
        monkeypatch.setenv(signing.CERTIFICATE, str(certificate))
        monkeypatch.setenv(signing.KEY, str(key))

    yield choose
    signing.signer.cache_clear()


@pytest.mark.usefixtures("cache")
def test_a_download_is_signed_with_the_hosts_certificate(host, tmp_path):
    pytest.importorskip("c2pa", reason="needs the extra colourizer[c2pa]")
    from colourizer.photo.credentials import read_credentials
    from tests.colourizer.photo.test_credentials import pem_files

    certificate, key, root = pem_files(tmp_path)
    host(certificate, key)
    path, _ = api.colourize(str(COAST), "chroma", format="png")
    said = read_credentials(path, "PNG", anchors=root.read_text())
    assert said.whole and said.trusted and said.parents == (COAST.name,)
    host("", "")
    signing.signer.cache_clear()
    plain, _ = api.colourize(str(COAST), "chroma", format="png")
    assert read_credentials(plain, "PNG") is None


def test_half_a_signer_ends_the_start_with_a_sentence(host):
    host("chain.pem", "")
    with pytest.raises(SystemExit, match="A certificate and its key belong together"):
        app.main()
