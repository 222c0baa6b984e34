"""`python -m train publish`: upload the networks, and on request the list of photographs, to the Hugging Face Hub.

Each repository is first prepared as a folder; `--dry-run` shows it and stops.
"""

import argparse
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError, HFValidationError
from huggingface_hub.utils import validate_repo_id

from colourizer.checkpoint import BUNDLED, bundled_names, load_checkpoint, name_or_folder
from colourizer.configs import CONFIG, GRAPH, WEIGHTS
from colourizer.evaluation.results import key_of, load_results
from colourizer.photo.provenance import VERSION
from train.data.manifest import SPLITS, csv_text, read_manifest
from train.errors import DataError, writable
from train.publishing import card_text
from train.publishing.cards import dataset_card, model_card
from train.report.report import REPORT
from train.tables import markdown_table

_NOBODY = "OWNER"  # placeholder for the owner in the cards of a dry run
_PREFIX = "colourizelt"
_LISTED = ("source", "original_class", "landscape", "width", "height", "sha1", "phash")  # no local paths


@dataclass(frozen=True)
class Repository:
    """A folder to upload as a repository. name: "owner/name". kind: "model" or "dataset"."""

    name: str
    kind: str
    folder: Path

    @property
    def files(self) -> list[Path]:
        """All files to upload, sorted."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train publish`."""
    parser.add_argument("--dry-run", action="store_true", help="show what would be uploaded, and upload nothing")
    parser.add_argument("--owner", help="your name on the Hub, or an organisation's")
    parser.add_argument(
        "--models",
        nargs="*",
        default=bundled_names(),
        metavar="NAME",
        help=f"checkpoints: a name ({', '.join(bundled_names())}), or a folder of your own (default: all bundled)",
    )
    parser.add_argument(
        "--results", type=Path, metavar="DIR", help="their evaluation (default: the report's, of what is bundled)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="publish the list of these prepared photographs, too; cards of your own checkpoints show its tables",
    )
    parser.add_argument("--private", action="store_true", help="create private repositories")
    default = Path("runs") / "publish"
    parser.add_argument(
        "--out", type=Path, default=default, metavar="DIR", help=f"for the folders (default: {default})"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prepare, show and, unless it is a dry run, upload. Raises DataError, CheckpointError or ResultsError."""
    owner = arguments.owner or (_NOBODY if arguments.dry_run else None)
    if owner is None:
        raise DataError("Name the owner of the repositories with --owner, or try --dry-run first.")
    try:
        validate_repo_id(f"{owner}/{_PREFIX}")
    except HFValidationError as error:
        raise DataError(f"{owner!r} cannot be a name on the Hub.") from error
    writable(arguments.out)
    repositories = [_lay_out_model(name, owner, arguments) for name in arguments.models]
    if arguments.data:
        repositories.append(_lay_out_data(owner, arguments))
    if not repositories:
        raise DataError("There is nothing to publish. Name models with --models, or photographs with --data.")
    for repository in repositories:
        print(describe(repository))
    if arguments.dry_run:
        print("Nothing was uploaded." + (f" {_NOBODY} stands for --owner." if owner == _NOBODY else ""))
        return 0
    for repository in repositories:
        print(f"{repository.name} is at {upload(HfApi(), repository, private=arguments.private)}")
    return 0


def describe(repository: Repository) -> str:
    """A description of a repository: its name, its files with sizes and hashes, and the text of its card."""
    rows = [
        [str(path.relative_to(repository.folder)), path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()]
        for path in repository.files
    ]
    files = markdown_table(["file", "bytes", "SHA-256"], rows)
    card = (repository.folder / "README.md").read_text()
    rule = "=" * 100
    heading = f"{rule}\n{repository.kind} {repository.name}, tag v{VERSION}, from {repository.folder}"
    return f"{heading}\n\n{files}\n\n--- README.md ---\n{card}\n--- end of README.md ---\n"


def upload(api: HfApi, repository: Repository, *, private: bool = False) -> str:
    """Upload a folder as one commit, tag it with the version, and return the commit's URL. Raises DataError."""
    name, kind = repository.name, repository.kind
    try:
        api.create_repo(repo_id=name, repo_type=kind, private=private or None, exist_ok=True)
        names = [str(path.relative_to(repository.folder)) for path in repository.files]
        commit = api.upload_folder(
            repo_id=name,
            repo_type=kind,
            folder_path=repository.folder,
            allow_patterns=names,
            commit_message=f"Colourizelt! {VERSION}",
        )
        api.create_tag(repo_id=name, repo_type=kind, tag=f"v{VERSION}", revision=commit.oid, exist_ok=True)
    except (HfHubHTTPError, OSError) as error:
        raise DataError(
            f"{repository.name} could not be uploaded ({error}). Check the name, the connection, and that "
            "`hf auth login` has a token with write access."
        ) from error
    return commit.commit_url


def _lay_out_model(text: str, owner: str, arguments: argparse.Namespace) -> Repository:
    source = name_or_folder(text)
    own = isinstance(source, Path)
    checkpoint = load_checkpoint(source, trainable=True)  # as uploaded: folding reduces the number of parameters
    name = key_of(checkpoint.name)
    repository = Repository(f"{owner}/{_PREFIX}-{name}", "model", arguments.out / name)
    inputs = REPORT / "inputs"
    results = load_results(arguments.results or inputs)
    if own:  # other networks were not trained on the bundled networks' photographs
        tables = _tables(arguments.data) if arguments.data else card_text.NO_TABLES
    else:
        tables = (inputs / "data.md").read_text().strip()
    card = model_card(checkpoint, results, _deeper(tables), repository.name, f"v{VERSION}")
    folder = source if own else BUNDLED / text
    files = {file: (folder / file).read_bytes() for file in (CONFIG, WEIGHTS)}
    if "onnx" in json.loads(files[CONFIG]):
        files[GRAPH] = (folder / GRAPH).read_bytes()
    _write(repository.folder, files | {"README.md": card.encode()})
    return repository


def _lay_out_data(owner: str, arguments: argparse.Namespace) -> Repository:
    repository = Repository(f"{owner}/{_PREFIX}-landscapes", "dataset", arguments.out / "landscapes")
    entries = read_manifest(arguments.data)
    files = {"README.md": dataset_card(entries, _tables(arguments.data), repository.name).encode()}
    for split in SPLITS:
        chosen = (entry for entry in entries if entry.split == split)
        rows = ([*(getattr(entry, name) for name in _LISTED[:-1]), f"{entry.phash:016x}"] for entry in chosen)
        files[f"{split}.csv"] = csv_text(_LISTED, rows).encode()
    _write(repository.folder, files)
    return repository


def _tables(data: Path) -> str:
    """The tables of `python -m train prepare`. Raises DataError."""
    readme = data / "README.md"
    text = readme.read_text() if readme.exists() else ""
    if "## Table 1" not in text:
        raise DataError(f"{readme} holds no tables. Name a folder that `python -m train prepare` wrote.")
    return text[text.index("## Table 1") :].strip()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Replace the folder with these files."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _deeper(text: str) -> str:
    """Markdown with its headings one level down."""
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in text.splitlines())
