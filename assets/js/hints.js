() => {
    // Colours that people know: a tap on the photograph, or the arrows, put a cross where one is known; those that were
    // given are numbered there, and are moved by hand or by the arrows. Only while the controls for them are open.
    const open = () => !!document.querySelector(".hints-open")?.checkVisibility();
    const sheet = () => document.querySelector(".result .pane .sheet");
    const given = () => [...document.querySelectorAll(".hint-list li")];
    const button = (className) => Object.assign(document.createElement("button"), { type: "button", className });
    const cross = button("cross"), marks = Object.assign(document.createElement("div"), { className: "marks" });
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    let at = { x: 0.5, y: 0.5 }, drag = null;
    let held = null; // the mark that is on its way: its number, where it is, and until when the list does not count

    const limit = (value) => Math.min(1, Math.max(0, value));
    const put = (node, { x, y }) => {
        const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = sheet();
        Object.assign(node.style, { left: `${left + x * width}px`, top: `${top + y * height}px` });
    };
    const name = (node, said) => { if (node.ariaLabel !== said) node.ariaLabel = said; };
    const near = (one, other) => Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) < 1e-4;
    const place = (row) => ({ x: +row.dataset.x, y: +row.dataset.y });
    const lay = () => {
        const shown = open() && sheet()?.querySelector("img").naturalWidth;
        cross.hidden = marks.hidden = !shown;
        if (!shown) return;
        const pane = sheet().closest(".pane");
        if (cross.parentElement !== pane) pane.append(marks, cross);
        name(cross, window.colourizelt.say("hint_cross"));
        put(cross, at);
        const rows = given();
        while (marks.children.length < rows.length) marks.append(button("mark")); // kept, so that the focus stays
        while (marks.children.length > rows.length) {
            const last = marks.lastChild, next = last.previousSibling ?? cross;
            if (last === document.activeElement) next.focus();
            last.remove();
        }
        const there = held && rows[held.number] && near(place(rows[held.number]), held);
        if (held && !drag && (there || Date.now() > held.until)) held = null;
        rows.forEach((row, number) => {
            const mark = marks.children[number], about = row.querySelector(`[lang="${document.documentElement.lang}"]`);
            if (mark.textContent !== `${number + 1}`) mark.textContent = number + 1;
            name(mark, window.colourizelt.say("hint_mark", { number: number + 1, about: about?.textContent ?? "" }));
            put(mark, held?.number === number ? held : place(row));
        });
    };
    setInterval(lay, 150); // Gradio says nothing when it opens an accordion or lays out anew
    addEventListener("moved", lay, true); // the viewer's own

    /** What is told once nothing more is said for a while. */
    const patient = () => {
        let waiting = 0;
        return (tell, wait) => {
            lay();
            clearTimeout(waiting);
            waiting = setTimeout(tell, wait);
        };
    };
    const tellPick = patient(), tellMove = patient();
    const pick = (where, wait) => {
        at = where;
        tellPick(() => sheet().dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: at })), wait);
    };
    addEventListener("tapped", ({ target, detail }) => {
        if (!open() || !target.closest(".result") || target.closest(".compared")) return;
        pick(detail, 0);
        cross.focus({ preventScroll: true });
    });
    /** Where an arrow key leads from a place; null for any other key. */
    const stepped = (event, { x, y }) => {
        if (!ways[event.key] || event.ctrlKey || event.metaKey || event.altKey) return null;
        const step = event.shiftKey ? 0.05 : 0.01, [across, down] = ways[event.key];
        return { x: limit(x + step * across), y: limit(y + step * down) };
    };
    const taken = (event) => {
        event.preventDefault();
        event.stopPropagation(); // the picture stays where it is
    };
    cross.addEventListener("keydown", (event) => {
        const next = stepped(event, at);
        if (!next && event.key !== "Enter" && event.key !== " ") return;
        taken(event);
        pick(next ?? at, next ? 400 : 0);
    });

    const numberOf = (mark) => [...marks.children].indexOf(mark);
    const whereIs = (number) => (held?.number === number ? held : place(given()[number]));
    const move = (number, { x, y }, wait) => {
        held = { number, x, y, until: Infinity };
        tellMove(() => {
            if (held) held.until = Date.now() + 5000;
            const told = new CustomEvent("placed", { bubbles: true, detail: { move: number, x, y } });
            document.querySelector(".hint-list .given")?.dispatchEvent(told);
        }, wait);
    };
    marks.addEventListener("keydown", (event) => {
        const number = numberOf(event.target), row = given()[number];
        if (!row) return;
        const next = stepped(event, whereIs(number));
        if (next) move(number, next, 400);
        else if (event.key === "Delete" || event.key === "Backspace") row.querySelector("button").click();
        else return;
        taken(event);
    });
    marks.addEventListener("pointerdown", (event) => {
        if (event.button > 0 || numberOf(event.target) < 0) return;
        drag = { number: numberOf(event.target), from: [event.clientX, event.clientY], moved: false };
        event.target.setPointerCapture(event.pointerId);
        event.stopPropagation(); // the line stays where it is
    });
    marks.addEventListener("pointermove", (event) => {
        if (!drag || (!drag.moved && Math.hypot(event.clientX - drag.from[0], event.clientY - drag.from[1]) < 4)) return;
        drag.moved = true;
        const { x, y, width, height } = sheet().getBoundingClientRect();
        const where = { x: limit((event.clientX - x) / width), y: limit((event.clientY - y) / height) };
        held = { number: drag.number, ...where, until: Infinity };
        lay();
    });
    let dragged = false;
    marks.addEventListener("pointerup", () => {
        dragged = !!drag?.moved;
        drag = null;
        if (dragged) move(held.number, held, 0);
    });
    marks.addEventListener("pointercancel", () => {
        drag = held = null;
        lay();
    });
    // A tap on a mark, or Enter, asks which other colour its place shall have.
    marks.addEventListener("click", (event) => {
        const number = numberOf(event.target);
        if (number >= 0 && !dragged) pick(whereIs(number), 0);
        dragged = false;
    });
}
