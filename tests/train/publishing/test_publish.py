"""Uploads to the Hub match what was shown, with the right numbers; tested on a fake Hub."""

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from huggingface_hub import ModelCard
from huggingface_hub.errors import HfHubHTTPError

from colourizer.checkpoint import bundled_names, load_checkpoint, save_checkpoint
from colourizer.evaluation.results import load_results, save_results
from colourizer.photo.provenance import VERSION
from train.__main__ import main
from train.data.manifest import read_manifest
from train.publishing import publish
from train.report.report import REPORT


class FakeHub:
    """Records its calls."""

    def __init__(self):
        self.repositories, self.tags, self.files = {}, {}, {}

    def create_repo(self, repo_id, repo_type, private, exist_ok):
        self.repositories[repo_id] = (repo_type, private)

    def upload_folder(self, repo_id, repo_type, folder_path, allow_patterns, commit_message):
        assert self.repositories[repo_id][0] == repo_type and VERSION in commit_message
        self.files[repo_id] = {name: (folder_path / name).read_bytes() for name in allow_patterns}
        return SimpleNamespace(oid="c0ffee", commit_url=f"hub:{repo_id}/c0ffee")

    def create_tag(self, repo_id, repo_type, tag, revision, exist_ok):
        self.tags[repo_id] = (tag, revision)


@pytest.fixture
def hub(monkeypatch) -> FakeHub:
    fake = FakeHub()
    monkeypatch.setattr(publish, "HfApi", lambda: fake)
    return fake


def test_a_dry_run_shows_everything_and_uploads_nothing(tmp_path, hub, capsys):
    assert main(["publish", "--dry-run", "--out", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert not hub.repositories
    for name in bundled_names():
        checkpoint = load_checkpoint(name)
        assert f"model OWNER/colourizelt-{name}, tag v{VERSION}" in shown
        assert re.search(rf"model\.safetensors \| +[\d,]+ \| {checkpoint.sha256}", shown)
        assert (tmp_path / name / "README.md").read_text() in shown
    assert shown.rstrip().endswith("OWNER stands for --owner.")


def test_the_cards_say_what_was_measured(tmp_path, hub):
    main(["publish", "--dry-run", "--out", str(tmp_path)])
    results = load_results(REPORT / "inputs")
    lines = (REPORT / "README.md").read_text().splitlines()
    grey = next(line for line in lines if line.startswith("| Grey pass") and "[" in line)  # with its intervals
    for name in bundled_names():
        card = ModelCard.load(tmp_path / name / "README.md")
        checkpoint = load_checkpoint(name, trainable=True)
        model = next(model for model in results.models if model.checkpoint == checkpoint.sha256)
        said = {entry.metric_type: entry.metric_value for entry in card.data.eval_results}
        means = results.summary[model.name]["all"]
        assert said == {metric: pytest.approx(mean, abs=1e-5) for metric, mean in means.items()}
        assert card.data.license == "mit"
        assert grey in card.text
        assert f"{checkpoint.training['images']:,}" in card.text
        parameters = sum(each.numel() for each in checkpoint.net.parameters())
        assert re.search(rf"\| parameters +\| +{parameters:,} \|", card.text)
        assert ("Does it know when it is wrong?" in card.text) == checkpoint.net.has_distribution
        assert ("Apache License" in card.text) == (name == "chroma")
        for heading in ("How to load it", "Data", "Training", "Results", "Limits", "Ethics", "Licence"):
            assert f"\n## {heading}\n" in card.text, heading
        assert "{" not in card.text  # no placeholders are left


@pytest.mark.parametrize("name", bundled_names())
def test_the_cards_code_runs(tmp_path, hub, name, monkeypatch):
    main(["publish", "--dry-run", "--models", name, "--out", str(tmp_path)])
    card = (tmp_path / name / "README.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", card, re.S)
    assert len(blocks) == 2
    # As if this folder had been downloaded from the Hub.
    fetch = lambda _repository, file, revision, **_: str(tmp_path / name / file)  # noqa: E731
    monkeypatch.setattr("colourizer.hub.hf_hub_download", fetch)
    monkeypatch.setattr("colourizer.models.base.hf_hub_download", fetch)
    original = "colourizer.models.base.ColourNet.from_pretrained"
    monkeypatch.setattr(original, _from_fetched)
    photo = next((REPORT.parents[0] / "samples" / "coast").glob("*.jpg"))
    monkeypatch.chdir(tmp_path)
    exec(blocks[0].replace('"old.jpg"', repr(str(photo))), {})
    assert (tmp_path / "coloured.jpg").exists()
    known: dict = {}
    exec(blocks[1], known)
    assert known["chroma"].shape[1] == 2
    assert ("distribution" in known) == known["net"].has_distribution


@classmethod
def _from_fetched(cls, name, *, revision):
    return cls._from_pretrained(model_id=name, revision=revision)


def test_what_is_uploaded_is_what_was_laid_out(tmp_path, hub, prepared, capsys):
    words = ["publish", "--owner", "me", "--models", "cgan", "--private", "--data", str(prepared)]
    assert main([*words, "--out", str(tmp_path)]) == 0
    assert hub.repositories == {"me/colourizelt-cgan": ("model", True), "me/colourizelt-landscapes": ("dataset", True)}
    assert set(hub.tags.values()) == {(f"v{VERSION}", "c0ffee")}
    assert set(hub.files["me/colourizelt-cgan"]) == {"README.md", "config.json", "model.safetensors", "model.onnx"}
    for repository, folder in (("cgan", "cgan"), ("landscapes", "landscapes")):
        for name, data in hub.files[f"me/colourizelt-{repository}"].items():
            assert data == (tmp_path / folder / name).read_bytes()
    assert "me/colourizelt-cgan is at hub:me/colourizelt-cgan/c0ffee" in capsys.readouterr().out


def test_the_list_of_photographs_names_nobodys_folders(tmp_path, hub, prepared):
    main(["publish", "--dry-run", "--models", "--data", str(prepared), "--out", str(tmp_path)])
    files = {path.name: path.read_text() for path in (tmp_path / "landscapes").iterdir()}
    assert set(files) == {"README.md", "train.csv", "validation.csv", "test.csv"}
    entries = read_manifest(prepared)
    rows = sum(len(text.splitlines()) - 1 for name, text in files.items() if name.endswith(".csv"))
    assert rows == len(entries)
    assert not [name for name, text in files.items() if str(prepared.parent) in text]
    card = files["README.md"]
    assert f"about {len(entries)} of them" in card and "## Table 2" in card
    assert yaml.safe_load(card.split("---")[1])["configs"][0]["data_files"][0] == {
        "split": "train",
        "path": "train.csv",
    }


def test_numbers_of_other_weights_are_refused(tmp_path, hub, capsys):
    results = load_results(REPORT / "inputs")
    other = replace(results, models=tuple(replace(model, checkpoint="00") for model in results.models))
    save_results(other, tmp_path / "other")
    assert main(["publish", "--dry-run", "--results", str(tmp_path / "other"), "--out", str(tmp_path)]) == 2
    assert "evaluated with other weights" in capsys.readouterr().err
    head = json.loads((REPORT / "inputs" / "metrics.json").read_text())
    head["models"] = [model for model in head["models"] if model["name"] != "grey"]
    del head["summary"]["grey"]
    (tmp_path / "other" / "metrics.json").write_text(json.dumps(head))
    assert main(["publish", "--dry-run", "--results", str(tmp_path / "other"), "--out", str(tmp_path)]) == 2
    assert "no row of grey passthrough" in capsys.readouterr().err


def test_ones_own_checkpoint_is_published_with_its_own_numbers(tmp_path, hub, prepared, capsys):
    own = tmp_path / "My_Run" / "checkpoint"
    net = load_checkpoint("cgan", trainable=True).net
    net.requires_grad_(False)
    net.final.weight.mul_(0.5)  # other weights than the bundled ones
    save_checkpoint(net, own, training={"preset": "quick", "images": 480})
    words = ["publish", "--dry-run", "--models", str(own), "--out", str(tmp_path / "out")]
    assert main(words) == 2
    assert "Evaluate these with" in capsys.readouterr().err
    results = ["evaluate", "--models", str(own), "--manifest", str(prepared), "--size", "32"]
    assert main([*results, "--out", str(tmp_path / "results")]) == 0
    by = f"python -m train evaluate --models {own} --out results"
    save_results(replace(load_results(tmp_path / "results"), command=by), tmp_path / "results")
    assert main([*words, "--results", str(tmp_path / "results")]) == 0
    card = (tmp_path / "out" / "my-run" / "README.md").read_text()
    assert "OWNER/colourizelt-my-run" in card and "were not named" in card and "intel" not in card
    assert "evaluate --models …/My_Run/checkpoint --out results" in card and str(tmp_path) not in card
    assert (tmp_path / "out" / "my-run" / "model.safetensors").read_bytes() == (own / "model.safetensors").read_bytes()
    assert main([*words, "--results", str(tmp_path / "results"), "--data", str(prepared)]) == 0
    assert "| mine " in (tmp_path / "out" / "my-run" / "README.md").read_text()


def test_mistakes_are_told_in_a_sentence(tmp_path, hub, capsys, monkeypatch):
    def told(*words: str) -> str:
        assert main(["publish", "--out", str(tmp_path), *words]) == 2
        return capsys.readouterr().err

    assert "--owner, or try --dry-run first" in told()
    assert "cannot be a name on the Hub" in told("--owner", "../me")
    assert "nothing to publish" in told("--owner", "me", "--models")
    assert "There is no manifest" in told("--owner", "me", "--models", "--data", str(Path("/absent")))

    def refused(**_):
        raise HfHubHTTPError("403", response=SimpleNamespace(headers={}, request=None, status_code=403))

    monkeypatch.setattr(hub, "create_repo", refused)
    assert "`hf auth login`" in told("--owner", "me", "--models", "cgan")
