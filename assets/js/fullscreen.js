// The viewer on the whole screen, and back to where the focus was; focus.js puts the rest of the page out of reach. Runs
// once for the element, after viewer.js.
const screenButton = element.querySelector(".fullscreen"), box = element.querySelector(".viewer");
const grow = (large) => {
    if (large === box.classList.contains("large")) return;
    box.classList.toggle("large", large);
    document.documentElement.classList.toggle("has-large", large);
    if (large) box.requestFullscreen?.().catch(() => {}); // a telephone that has none still has the whole window
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    screenButton.setAttribute("aria-pressed", String(large));
    screenButton.focus({ preventScroll: true });
};
screenButton.addEventListener("click", () => grow(!box.classList.contains("large")));
box.addEventListener("keydown", (event) => event.key === "Escape" && grow(false));
document.addEventListener("fullscreenchange", () => document.fullscreenElement || grow(false));
