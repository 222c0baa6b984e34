() => {
    // Colours that people know: a tap on the photograph, or the arrows, put a cross where one is known; those that were
    // given are numbered there. Only while the controls for them are open.
    const open = () => !!document.querySelector(".hints-open")?.checkVisibility();
    const sheet = () => document.querySelector(".result .pane .sheet");
    const cross = Object.assign(document.createElement("button"), { type: "button", className: "cross" });
    const marks = Object.assign(document.createElement("div"), { className: "marks" });
    marks.setAttribute("aria-hidden", "true"); // the list says the same
    let at = { x: 0.5, y: 0.5 }, waiting = 0, was = "";

    const put = (node, { x, y }) => {
        const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = sheet();
        Object.assign(node.style, { left: `${left + x * width}px`, top: `${top + y * height}px` });
    };
    const lay = () => {
        const shown = open() && sheet()?.querySelector("img").naturalWidth;
        cross.hidden = marks.hidden = !shown;
        if (!shown) return;
        const pane = sheet().closest(".pane");
        if (cross.parentElement !== pane) pane.append(marks, cross);
        const named = window.colourizelt.say("hint_cross");
        if (cross.ariaLabel !== named) cross.ariaLabel = named;
        put(cross, at);
        const given = [...document.querySelectorAll(".hint-list li")], list = given.map((each) => each.outerHTML).join();
        if (list !== was) {
            was = list;
            marks.replaceChildren(...given.map((_, number) => {
                return Object.assign(document.createElement("span"), { textContent: number + 1 });
            }));
        }
        given.forEach((each, number) => put(marks.children[number], { x: +each.dataset.x, y: +each.dataset.y }));
    };
    setInterval(lay, 150); // Gradio says nothing when it opens an accordion or lays out anew
    addEventListener("moved", lay, true); // the viewer's own

    const pick = (place, wait) => {
        at = place;
        lay();
        clearTimeout(waiting);
        const tell = () => sheet().dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: at }));
        waiting = setTimeout(tell, wait);
    };
    addEventListener("tapped", ({ target, detail }) => {
        if (!open() || !target.closest(".result") || target.closest(".compared")) return;
        pick(detail, 0);
        cross.focus({ preventScroll: true });
    });
    cross.addEventListener("keydown", (event) => {
        const step = event.shiftKey ? 0.05 : 0.01;
        const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Enter: [0, 0], " ": [0, 0] };
        if (!way[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation(); // the picture stays where it is
        const [x, y] = way[event.key], limit = (value) => Math.min(1, Math.max(0, value));
        pick({ x: limit(at.x + step * x), y: limit(at.y + step * y) }, x || y ? 400 : 0);
    });
}
