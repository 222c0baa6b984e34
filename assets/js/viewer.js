// Two pictures of one photograph under a dividing line, to be looked at as closely as one likes. Runs once for the
// element, which shows `props.value`: before and after (files), size ([width, height] of the photograph in pixels),
// titles (HTML, of either half), alt ({language: [before, after]}), key (of the picture, for closeup.js). Both halves and
// the line share one geometry: `view.scale` is CSS pixels for each of the photograph's, `view.x` and `view.y` where its
// corner lies in the pane.
const find = (selector) => element.querySelector(selector);
const pane = find(".pane"), line = find(".line"), range = find(".dividing-line input"), level = find(".level");
const layers = [...element.querySelectorAll(".layer")], sheets = layers.map((layer) => layer.querySelector(".sheet"));
const view = { scale: 1, x: 0, y: 0, place: 50 };
let shown = null, fitted = true;

const language = () => document.documentElement.lang;
const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
const room = () => {
    const { width, height } = pane.getBoundingClientRect();
    return [width, height];
};
const size = () => shown?.size ?? [3, 2];
const fit = () => Math.min(room()[0] / size()[0], room()[1] / size()[1]);
const whole = () => 1 / devicePixelRatio; // one pixel of the photograph on one of the screen
const closest = () => Math.max(4 * whole(), 2 * fit());

const draw = () => {
    if (!shown || !pane.clientWidth) return;
    const [across, down] = room();
    if (fitted) view.scale = fit();
    const [width, height] = size().map((side) => side * view.scale);
    // No gap beside a photograph that is larger than the pane; one that is smaller lies in the middle.
    view.x = width > across ? clamp(view.x, across - width, 0) : (across - width) / 2;
    view.y = height > down ? clamp(view.y, down - height, 0) : (down - height) / 2;
    // On whole pixels of the screen, or one at 100 % would be a mixture of four.
    if (!fitted) for (const edge of ["x", "y"]) view[edge] = Math.round(view[edge] * devicePixelRatio) / devicePixelRatio;
    for (const sheet of sheets)
        Object.assign(sheet.style, {
            left: `${view.x}px`, top: `${view.y}px`, width: `${width}px`, height: `${height}px`,
        });
    // The line divides what is seen of the photograph, so that the control below spans it from edge to edge.
    const left = Math.max(view.x, 0), seen = Math.min(width, across), at = left + (seen * view.place) / 100;
    layers[0].style.clipPath = `inset(0 ${across - at}px 0 0)`;
    layers[1].style.clipPath = `inset(0 0 0 ${at}px)`;
    line.style.left = `${at}px`;
    range.value = view.place;
    range.style.setProperty("--range_progress", `${view.place}%`);
    level.textContent = `${Math.round((100 * view.scale) / whole())} %`;
    pane.classList.toggle("closer", !fitted);
    find(".out").disabled = view.scale <= Math.min(fit(), whole()) * 1.001;
    find(".in").disabled = view.scale >= closest() * 0.999;
    element.dispatchEvent(new CustomEvent("moved", { detail: { ...view, fitted } }));
};

/** Change the scale, with the point (x, y) of the pane where it is. */
const zoom = (scale, x = room()[0] / 2, y = room()[1] / 2) => {
    const next = clamp(scale, Math.min(fit(), whole()), closest());
    view.x = x - ((x - view.x) * next) / view.scale;
    view.y = y - ((y - view.y) * next) / view.scale;
    view.scale = next;
    fitted = Math.abs(next / fit() - 1) < 0.01;
    draw();
};
const pan = (x, y) => { view.x += x; view.y += y; draw(); };
const divide = (place) => { view.place = clamp(place, 0, 100); draw(); };
const divideAt = (x) => {
    const left = Math.max(view.x, 0), seen = Math.min(size()[0] * view.scale, room()[0]);
    divide(Math.round((100 * (x - left)) / seen));
};
const toFit = () => { fitted = true; draw(); };
const toWhole = (x, y) => zoom(whole(), x, y);

const show = () => {
    const next = props.value || null;
    if (!next || next.size.join() !== shown?.size.join()) { fitted = true; view.place = 50; }
    shown = next;
    element.classList.toggle("empty", !shown);
    const alt = shown?.alt[language()] ?? ["", ""];
    [shown?.before, shown?.after].forEach((file, half) => {
        const picture = sheets[half].querySelector(".base"), title = layers[half].querySelector(".end");
        if (file) { if (picture.getAttribute("src") !== file.url) picture.src = file.url; } else picture.removeAttribute("src");
        picture.alt = alt[half];
        title.innerHTML = shown?.titles[half] ?? "";
    });
    pane.style.setProperty("--ratio", size()[0] / size()[1]);
    draw();
};

// The mouse, a pen, fingers. One of them moves the line; on a photograph that is larger than the pane it moves that,
// and the line by its handle. Two zoom. A vertical swipe on a photograph that fits is the page's own.
const touches = new Map();
let moves = null; // what the one pointer does: "line", "picture", or null until it is known
const point = (event) => {
    const { left, top } = pane.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
};
const span = () => {
    const [[ax, ay], [bx, by]] = [...touches.values()].map((each) => each.at);
    return { length: Math.hypot(ax - bx, ay - by), x: (ax + bx) / 2, y: (ay + by) / 2 };
};
pane.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || event.target.closest("button")) return;
    const at = point(event);
    touches.set(event.pointerId, { at, from: at });
    moves = event.target.closest(".line") || fitted ? "line" : "picture";
    pane.setPointerCapture(event.pointerId);
    if (event.pointerType === "mouse") event.preventDefault(); // no ghost of the picture is dragged
});
pane.addEventListener("pointermove", (event) => {
    const touch = touches.get(event.pointerId);
    if (!touch) return;
    const before = touches.size === 2 ? span() : null, at = point(event), [x, y] = at, [lastX, lastY] = touch.at;
    touch.at = at;
    if (before) {
        const after = span();
        zoom((view.scale * after.length) / (before.length || 1), after.x, after.y);
        return pan(after.x - before.x, after.y - before.y);
    }
    if (!touch.moved && Math.hypot(x - touch.from[0], y - touch.from[1]) < 4) return;
    touch.moved = true;
    if (moves === "line") divideAt(x);
    else pan(x - lastX, y - lastY);
});
/** A place of the photograph, from 0 to 1 across and down, that was tapped: told to whoever listens. */
const tap = ([x, y]) => {
    const [width, height] = size().map((side) => side * view.scale);
    const detail = { x: (x - view.x) / width, y: (y - view.y) / height };
    const within = Object.values(detail).every((each) => each >= 0 && each <= 1);
    if (within) element.dispatchEvent(new CustomEvent("tapped", { bubbles: true, detail }));
};
pane.addEventListener("pointerup", (event) => {
    const touch = touches.get(event.pointerId);
    if (shown && touch && !touch.moved && touches.size === 1) tap(point(event));
});
for (const end of ["pointerup", "pointercancel"])
    pane.addEventListener(end, (event) => touches.delete(event.pointerId));
element.addEventListener("picked", (event) => trigger("select", event.detail)); // from hints.js
pane.addEventListener("dblclick", (event) => (fitted ? toWhole(...point(event)) : toFit()));
pane.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // the page's own
    event.preventDefault();
    zoom(view.scale * Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), ...point(event));
}, { passive: false });

range.addEventListener("input", () => divide(Number(range.value)));
const acts = {
    in: () => zoom(view.scale * 1.5), out: () => zoom(view.scale / 1.5), whole: () => toWhole(), fit: toFit,
};
for (const [name, act] of Object.entries(acts)) find(`.${name}`).addEventListener("click", act);
const keys = { "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.fit, 1: acts.whole };
const arrows = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key] ?? (event.target === pane && !fitted && arrows[event.key] && (() => pan(...arrows[event.key])));
    if (!act) return;
    event.preventDefault();
    act();
});

new ResizeObserver(draw).observe(pane);
new MutationObserver(show).observe(document.documentElement, { attributeFilter: ["lang"] });
watch("value", show);
show();
