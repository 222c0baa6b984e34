// The viewer on the whole screen, and back. What lies behind is out of reach meanwhile, for the keyboard and for screen
// readers; then the focus is where it was. Runs once for the element, after viewer.js.
const screenButton = element.querySelector(".fullscreen"), box = element.querySelector(".viewer");
const behind = () => {
    const others = [];
    for (let node = box; node.parentElement && node !== document.body; node = node.parentElement)
        for (const other of node.parentElement.children)
            if (other !== node && !/^(SCRIPT|STYLE|LINK)$/.test(other.tagName)) others.push(other);
    return others;
};
let hidden = [];
const grow = (large) => {
    if (large === box.classList.contains("large")) return;
    box.classList.toggle("large", large);
    document.documentElement.classList.toggle("has-large", large);
    if (large) {
        hidden = behind().filter((node) => !node.inert);
        for (const node of hidden) node.inert = true;
        box.requestFullscreen?.().catch(() => {}); // a telephone that has none still has the whole window
    } else {
        for (const node of hidden) node.inert = false;
        if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    }
    screenButton.setAttribute("aria-pressed", String(large));
    screenButton.focus({ preventScroll: true });
};
screenButton.addEventListener("click", () => grow(!box.classList.contains("large")));
box.addEventListener("keydown", (event) => event.key === "Escape" && grow(false));
document.addEventListener("fullscreenchange", () => document.fullscreenElement || grow(false));
