"""Files from repositories on the Hugging Face Hub, from the local cache if possible."""

from pathlib import Path

from huggingface_hub import hf_hub_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError


class HubError(ValueError):
    """A file cannot be downloaded from the Hub; the message says why."""


def fetched(repository: str, revision: str, file: str) -> Path:
    """The path of a file of "owner/name" at a tag or a commit. Raises HubError."""
    try:
        return Path(hf_hub_download(repository, file, revision=revision))
    except HFValidationError as error:
        raise HubError(f"{repository!r} is no repository of the Hub. Write it as owner/name.") from error
    except LocalEntryNotFoundError as error:
        raise HubError(
            f"The Hub cannot be reached, and {repository} at {revision} was not fetched before. Try again with a "
            "connection."
        ) from error
    except (HfHubHTTPError, OSError) as error:
        raise HubError(
            f"The Hub has no checkpoint in {repository} at {revision}, or does not show it to you ({error})."
        ) from error
