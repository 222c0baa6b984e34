"""Store the state of a page, so that a reload restores it."""

from demo.gradio_app.handlers.opened import Overrides, PhotoSettings, store_overrides
from demo.gradio_app.history import Step
from demo.gradio_app.limits import CHECK_EVERY, KEEP_FOR
from demo.gradio_app.returning import Visit, Visits
from demo.gradio_app.session import SessionState

VISITS = Visits(KEEP_FOR + CHECK_EVERY)


def keep(
    token: str,
    step: Step,
    settings: PhotoSettings,
    overrides: Overrides,
    reference_path: str | None,
    stored: SessionState,
) -> None:
    """Store the page for a reload; `settings` are those of the photograph in the full view."""
    files = step.values[0]
    overrides = store_overrides(overrides, stored, list(files), settings)._replace(found_open=step.chosen.opened)
    VISITS.keep(token, Visit(step, overrides, reference_path), files)
