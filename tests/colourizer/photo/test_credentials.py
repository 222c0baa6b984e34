"""Content credentials are signed last, verifiable by readers, and honest about the signer."""

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from colourizer.cli.colourize import main
from colourizer.photo.photo import load_photo, read_provenance
from colourizer.photo.provenance import SOURCE_TYPE

c2pa = pytest.importorskip("c2pa", reason="needs the extra colourizer[c2pa]")

from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: E402

from colourizer.photo import credentials, self_made  # noqa: E402
from colourizer.photo.credentials import read_credentials  # noqa: E402


@pytest.fixture
def photo(tmp_path) -> Path:
    path = tmp_path / "Glass plate 7.jpg"
    Image.effect_noise((90, 60), 50).save(path)
    return path


def pem_files(folder: Path) -> tuple[Path, Path, Path]:
    """A certificate chain, its key, and the root alone, as a host would have them."""
    chain, key = self_made.self_made_chain()
    (folder / "chain.pem").write_bytes(chain)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    root = chain.split(b"-----END CERTIFICATE-----\n")[1] + b"-----END CERTIFICATE-----\n"
    (folder / "root.pem").write_bytes(root)
    return folder / "chain.pem", folder / "key.pem", folder / "root.pem"


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP"), ("tif", "TIFF")])
def test_each_format_is_signed_last_and_verified(ending, kind, photo, tiny, tmp_path, capsys):
    plain, signed = tmp_path / f"plain.{ending}", tmp_path / f"signed.{ending}"
    words = [str(photo), "--model", str(tiny["unet"]), "--device", "cpu"]
    assert main([*words, "--output", str(plain)]) == 0
    assert main([*words, "--output", str(signed), "--c2pa"]) == 0
    assert "nobody vouches for the signer" in capsys.readouterr().err
    said = read_credentials(signed, kind)
    assert said.whole and not said.trusted and said.parents == (photo.name,)
    assert any("compositeWithTrainedAlgorithmicMedia" in each for each in said.statements)
    assert any("model tiny-unet" in each for each in said.statements)
    assert (load_photo(signed).lightness == load_photo(plain).lightness).all()
    assert read_provenance(signed).original == load_photo(photo).sha256  # the XMP is still there
    assert signed.stat().st_size - plain.stat().st_size < 5000  # no thumbnails
    assert main(["inspect", str(signed)]) == 0
    told = capsys.readouterr().out
    assert "whole; signed by Colourizelt!, self-made (untrusted" in told and "made from Glass plate 7.jpg" in told
    assert main(["inspect", str(plain)]) == 0
    assert "content credentials    none" in capsys.readouterr().out


def test_the_manifest_says_what_the_standard_asks_for(photo, tiny, tmp_path):
    out = tmp_path / "out.png"
    main([str(photo), "--model", str(tiny["unet"]), "--output", str(out), "--c2pa"])
    store = json.loads(c2pa.Reader(str(out)).json())
    active = store["manifests"][store["active_manifest"]]
    assert [(each["title"], each["relationship"]) for each in active["ingredients"]] == [(photo.name, "parentOf")]
    assert not [each for each in active["ingredients"] if "thumbnail" in each] and "thumbnail" not in active
    actions = next(each for each in active["assertions"] if each["label"] == "c2pa.actions.v2")["data"]["actions"]
    assert [each["action"] for each in actions] == ["c2pa.opened", "c2pa.color_adjustments"]
    assert actions[1]["digitalSourceType"] == SOURCE_TYPE
    settings = json.loads(actions[1]["parameters"]["org.colourizelt.settings"])
    assert settings["strength"] == 1 and "reduced_share" in settings


def test_sixteen_bits_and_the_mark_are_signed_too(photo, tiny, tmp_path):
    import numpy as np
    import tifffile

    deep = tmp_path / "deep.tif"
    tifffile.imwrite(deep, np.random.default_rng(0).integers(0, 65536, (60, 90), dtype=np.uint16))
    for source, name, more in ((deep, "d.tif", []), (photo, "m.jpg", ["--mark"])):
        out = tmp_path / name
        assert main([str(source), "--model", str(tiny["unet"]), "--output", str(out), "--c2pa", *more]) == 0
        assert read_credentials(out, "TIFF" if name == "d.tif" else "JPEG").whole
    assert tifffile.imread(tmp_path / "d.tif").dtype == np.uint16


@pytest.mark.parametrize("ending", ["bmp", "gif", "jp2", "pgm"])
def test_an_original_of_any_kind_is_named(ending, tiny, tmp_path):
    source, out = tmp_path / f"a.{ending}", tmp_path / "out.jpg"
    Image.effect_noise((60, 40), 50).save(source)
    assert main([str(source), "--model", str(tiny["unet"]), "--output", str(out), "--c2pa"]) == 0
    assert read_credentials(out, "JPEG").parents == (source.name,)


def test_what_was_coloured_before_keeps_its_history(photo, tiny, tmp_path):
    once, twice = tmp_path / "once.jpg", tmp_path / "twice.jpg"
    words = ["--model", str(tiny["unet"]), "--c2pa", "--output"]
    assert main([str(photo), *words, str(once)]) == 0
    assert main([str(once), *words, str(twice)]) == 0
    assert len(json.loads(c2pa.Reader(str(twice)).json())["manifests"]) == 2


def test_a_signer_of_ones_own_is_trusted_by_whoever_names_its_root(photo, tiny, tmp_path, capsys):
    chain, key, root = pem_files(tmp_path)
    out = tmp_path / "out.jpg"
    words = [str(photo), "--model", str(tiny["unet"]), "--output", str(out)]
    assert main([*words, "--c2pa-certificate", str(chain), "--c2pa-key", str(key)]) == 0
    assert "nobody vouches" not in capsys.readouterr().err
    assert main(["inspect", str(out), "--c2pa-trust", str(root)]) == 0
    assert "(trusted)" in capsys.readouterr().out


def test_a_file_that_was_changed_is_told_of(photo, tiny, tmp_path, capsys):
    out = tmp_path / "out.jpg"
    main([str(photo), "--model", str(tiny["unet"]), "--output", str(out), "--c2pa"])
    data = bytearray(out.read_bytes())
    data[-20] ^= 1
    out.write_bytes(data)
    capsys.readouterr()
    assert main(["inspect", str(out)]) == 1
    assert "BROKEN" in capsys.readouterr().out


def test_what_cannot_sign_is_told_before_anything_is_read(photo, tiny, tmp_path, capsys):
    chain, key, _ = pem_files(tmp_path)
    other = tmp_path / "other.pem"
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private = rsa.generate_private_key(65537, 2048)
    other.write_bytes(private.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
    locked = tmp_path / "locked.pem"
    password = serialization.BestAvailableEncryption(b"secret")
    locked.write_bytes(
        ec.generate_private_key(ec.SECP256R1()).private_bytes(serialization.Encoding.PEM, pkcs8, password)
    )

    def told(*words: str) -> str:
        command = [str(photo), "--model", str(tiny["unet"]), "--output", str(tmp_path / "o.jpg"), *words]
        assert main(command) == 2
        return capsys.readouterr().err

    assert "belong together" in told("--c2pa-certificate", str(chain))
    assert "is not that of the certificate" in told("--c2pa-certificate", str(chain), "--c2pa-key", str(other))
    assert "without a password" in told("--c2pa-certificate", str(chain), "--c2pa-key", str(locked))
    assert "no certificate and key" in told("--c2pa-certificate", str(key), "--c2pa-key", str(key))
    assert "cannot be read" in told("--c2pa-certificate", str(tmp_path / "no"), "--c2pa-key", str(key))
    assert not (tmp_path / "o.jpg").exists()


def test_an_expired_certificate_signs_nothing(tmp_path, monkeypatch):
    class Long(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.datetime.now(tz) - datetime.timedelta(days=9000)

    monkeypatch.setattr(self_made, "datetime", Long)
    chain, key, _ = pem_files(tmp_path)
    with pytest.raises(credentials.CredentialsError, match="not valid at time of signing"):
        credentials.load_signer(chain, key)


def test_a_result_that_cannot_be_signed_is_not_written(photo, tiny, tmp_path, monkeypatch, capsys):
    from colourizer.cli import options

    def fail(*_, **__):
        raise ValueError("its content credentials could not be signed (as a test)")

    monkeypatch.setattr(options, "sign", fail)
    out = tmp_path / "results" / "out.jpg"
    assert main([str(photo), "--model", str(tiny["unet"]), "--output", str(out), "--c2pa"]) == 1
    assert "could not be signed" in capsys.readouterr().err
    assert not list(out.parent.iterdir())


def test_a_key_is_never_printed(tmp_path):
    signer = credentials.self_made_signer()
    assert "PRIVATE" not in repr(signer)


def test_without_the_package_the_rest_works(photo, tmp_path):
    """If credentials are requested, it says what is missing."""
    code = (
        "import sys; sys.modules['c2pa'] = None\n"
        "import importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'c2pa' else real(name, *more)\n"
        "from colourizer.cli.colourize import main\n"
        f"print(main(['inspect', {str(photo)!r}]))\n"
        f"print(main([{str(photo)!r}, '--output', {str(tmp_path / 'o.jpg')!r}, '--c2pa']))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.splitlines()[-1] == "2" and "0" in run.stdout.splitlines(), run.stderr
    assert "pip install 'colourizer[c2pa]'" in run.stdout and "pip install 'colourizer[c2pa]'" in run.stderr
