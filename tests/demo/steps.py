"""The recorded steps of the Gradio app. Its server runs in the tests' process, so they can be read directly."""

from collections.abc import Callable

from demo.gradio_app.handlers import restore
from demo.gradio_app.history import TOGETHER, Step
from tests.demo.visitor import PATIENCE, Visitor


def recorded(visitor: Visitor, has: Callable[[Step], bool]) -> Step:
    """Wait until the page's last step is recorded, so that the next change is a new step."""
    token = visitor.page.evaluate("sessionStorage.getItem('colourizelt')")
    for _ in range(PATIENCE // 100):
        visit = restore.VISITS.find(token)
        if visit and has(visit.step):
            return visit.step
        visitor.page.wait_for_timeout(100)
    raise AssertionError(visit)


class Clock:
    """A clock that tests advance: changes within `TOGETHER` are one step, however slow the machine."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def forward(self) -> None:
        """Advance until the next change is a new step."""
        self.now += TOGETHER + 1
