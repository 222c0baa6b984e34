() => {
    // The frame around the photograph, over the pictures: its edges are dragged here or typed beside; both say the same.
    const edges = () => [...document.querySelectorAll(".frame-edges input")];
    const sides = ["left", "top", "right", "bottom"];
    const box = document.createElement("div");
    box.className = "frame-box";
    box.setAttribute("aria-hidden", "true"); // for keyboards and screen readers there are the four numbers
    for (const side of sides) box.append(Object.assign(document.createElement("i"), { className: side }));
    /** The photograph on the first tab, as near and wherever the viewer shows it. */
    const sheet = () => document.querySelector(".result .pane .sheet");
    const lay = () => {
        const shown = document.querySelector(".frame-show input")?.checked && sheet()?.querySelector("img").naturalWidth;
        box.hidden = !shown;
        if (!shown) return;
        const pane = sheet().closest(".pane");
        if (box.parentElement !== pane) pane.append(box);
        const [left, top, right, bottom] = edges().map((each) => Number(each.value) / 100);
        const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = sheet();
        Object.assign(box.style, {
            left: `${x + left * width}px`, top: `${y + top * height}px`,
            width: `${(right - left) * width}px`, height: `${(bottom - top) * height}px`,
        });
    };
    setInterval(lay, 150); // Gradio says nothing when it writes a number or lays out anew
    addEventListener("moved", lay, true); // the viewer's own
    const write = (input, value) => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, value.toFixed(1));
        input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    let side = -1;
    box.addEventListener("pointerdown", (event) => {
        side = sides.indexOf(event.target.className);
        if (side < 0) return;
        box.setPointerCapture(event.pointerId);
        event.preventDefault();
        event.stopPropagation(); // the line stays where it is
    });
    box.addEventListener("pointermove", (event) => {
        if (side < 0) return;
        const { x, y, width, height } = sheet().getBoundingClientRect();
        const place = side % 2 ? (event.clientY - y) / height : (event.clientX - x) / width;
        const other = Number(edges()[(side + 2) % 4].value);
        const percent = Math.min(100, Math.max(0, 100 * place));
        write(edges()[side], side < 2 ? Math.min(percent, other - 1) : Math.max(percent, other + 1));
        lay();
    });
    box.addEventListener("pointerup", () => {
        if (side >= 0) setTimeout(() => document.querySelector("button.frame-use")?.click(), 100);
        side = -1;
    });
}
