// What is looked at more closely than its reduced copy allows: squares of the photograph at its full size, fetched for
// the part in view and laid over both halves. Runs once for the element, after viewer.js, whose names it uses. A square
// belongs to one picture (`shown.key`): as soon as that is another, none is left.
const SIDE = 512, MOST = 24, PATIENCE = 10000, TRIES = 4;
// Pixels; squares; milliseconds after which an answer is not waited for; answers without any before the copy has to do.
const boards = sheets.map((sheet) => {
    const board = Object.assign(document.createElement("div"), { className: "board", ariaHidden: "true" });
    sheet.prepend(board);
    return board;
});
const squares = new Map(); // by place: what either half shows there
let of = "", asked = -Infinity, number = 0, waiting = 0, tries = 0;

/** Squares in view at the level that the screen can show, those in the middle first; none where the copy is enough. */
const wanted = () => {
    const [width, height] = size(), copy = sheets[1].querySelector(".base").naturalWidth, dense = view.scale / whole();
    if (!shown?.key || !copy || copy >= width || dense * width <= copy * 1.1) return [];
    const level = Math.max(0, Math.floor(Math.log2(1 / dense) + 0.01)), side = SIDE * 2 ** level * view.scale;
    const [across, down] = room(), places = [];
    const range = (from, to, end) => [Math.max(0, Math.floor(from / side)), Math.min(Math.ceil(to / side), Math.ceil(end / side)) - 1];
    const [left, right] = range(-view.x, across - view.x, width * view.scale);
    const [top, bottom] = range(-view.y, down - view.y, height * view.scale);
    for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) places.push([level, column, row]);
    const far = ([, column, row]) => Math.hypot(column - (left + right) / 2, row - (top + bottom) / 2);
    return places.sort((one, other) => far(one) - far(other));
};
const renew = () => {
    if (of === (shown?.key ?? "")) return;
    of = shown?.key ?? "";
    tries = 0;
    squares.clear();
    for (const board of boards) board.replaceChildren();
};
const ask = () => {
    const places = wanted(), missing = places.filter((place) => !squares.has(place.join()));
    pane.dataset.sharp = String(!!places.length && !missing.length);
    if (places.length && !missing.length) // nothing of another level is needed below any more
        for (const [name, pair] of squares)
            if (Number(name.split(",")[0]) !== places[0][0]) { pair.forEach((each) => each.remove()); squares.delete(name); }
    if (!missing.length || tries >= TRIES) return;
    const patience = asked + PATIENCE - performance.now();
    if (patience > 0) return later(patience); // the answer may have been lost
    asked = performance.now();
    trigger("expand", { key: of, number: ++number, places: missing.slice(0, MOST) });
};
const later = (wait) => { clearTimeout(waiting); waiting = setTimeout(ask, wait); };
element.addEventListener("moved", () => { renew(); later(150); });

const laid = (file, [left, top, right, bottom]) => {
    const picture = new Image();
    const edges = { left, top, width: right - left, height: bottom - top };
    for (const [name, share] of Object.entries(edges)) picture.style[name] = `${100 * share}%`;
    Object.assign(picture, { alt: "", draggable: false, src: file.url });
    return picture;
};
find(".viewer").addEventListener("closeup", async ({ detail }) => { // from the server
    asked = -Infinity;
    tries = detail.squares.length ? 0 : tries + 1; // the upload is gone, or this is not yet the picture on the server
    await Promise.all(detail.squares.map(async ({ place, box, files }) => {
        const pair = files.map((file) => laid(file, box));
        try { await Promise.all(pair.map((each) => each.decode())); } catch { return; }
        if (detail.key !== of || squares.has(place.join())) return;
        squares.set(place.join(), pair);
        boards.forEach((board, half) => board.append(pair[half])); // both halves at once
    }));
    later(tries ? 500 * 2 ** tries : 0);
});
