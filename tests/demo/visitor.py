"""A visitor of the Gradio app in a real browser."""

from pathlib import Path

PATIENCE = 120_000  # milliseconds, for busy machines


class Visitor:
    """A separate page, and its console errors. script: JavaScript to run before the page's own."""

    def __init__(self, browser, address: str, script: str = "", **options):
        self.page = browser.new_context(**options).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script(script)
        self.complaints: list[str] = []
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)
        self.page.wait_for_function("document.querySelectorAll('.stage img').length > 1")
        self.page.wait_for_selector(".alternatives img")
        self.page.wait_for_function("window.colourizelt")  # the page's scripts are loaded

    def shown(self) -> str:
        """The URL of the picture in colour."""
        return self.page.locator(".stage:visible img").last.get_attribute("src")

    def when_changed(self, before: str) -> str:
        self.page.wait_for_function(
            "before => [...document.querySelectorAll('.stage img')].filter(each => each.checkVisibility())"
            ".pop()?.getAttribute('src') !== before",
            arg=before,
        )
        return self.shown()

    def alternatives(self) -> str:
        """The URLs of the alternatives' pictures."""
        return self.page.evaluate("[...document.querySelectorAll('.alternatives img')].map(each => each.src).join()")

    def when_others_offered(self, before: str) -> None:
        """Wait until the alternatives belong to another picture; they arrive after it."""
        self.page.wait_for_function(
            "before => ![before, ''].includes("
            "[...document.querySelectorAll('.alternatives img')].map(each => each.src).join())",
            arg=before,
        )

    def when_still(self) -> None:
        """Wait until all animations have ended: a half-faded button has too little contrast."""
        # Animations begin within two frames.
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.page.wait_for_function(
            "() => document.getAnimations().every(each => each.playState !== 'running' ||"
            " each.effect.getTiming().iterations === Infinity)"
        )

    def upload(self, *files: Path) -> None:
        self.page.locator(".upload input[type=file]").first.set_input_files(list(files))

    def pixels(self, url: str) -> bytes:
        return self.page.request.get(url).body()
