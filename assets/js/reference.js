// A photograph whose colours are taken: a tap on it, or the arrows and Enter, say where. Runs once for the element.
const pane = element.querySelector(".reference-pane"), picture = pane.querySelector("img");
const dropper = pane.querySelector(".cross");
let at = { x: 0.5, y: 0.5 };
const limit = (value) => Math.min(1, Math.max(0, value));
const put = (place) => {
    at = place;
    Object.assign(dropper.style, { left: `${100 * at.x}%`, top: `${100 * at.y}%` });
};
const show = () => {
    const url = props.value?.url;
    if (!url || picture.getAttribute("src") === url) return;
    picture.src = url;
    put({ x: 0.5, y: 0.5 });
};
const name = () => dropper.setAttribute("aria-label", window.colourizelt?.say("reference_cross") ?? "");
pane.addEventListener("click", (event) => {
    if (event.detail) { // by hand; the keyboard has a place already
        const { left, top, width, height } = picture.getBoundingClientRect();
        put({ x: limit((event.clientX - left) / width), y: limit((event.clientY - top) / height) });
        dropper.focus({ preventScroll: true });
    }
    trigger("select", at);
});
dropper.addEventListener("focus", name);
dropper.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (!ways[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? 0.05 : 0.01, [across, down] = ways[event.key];
    put({ x: limit(at.x + step * across), y: limit(at.y + step * down) });
});
new MutationObserver(name).observe(document.documentElement, { attributeFilter: ["lang"] });
watch("value", show);
name();
show();
