() => {
    // The number beside a slider: what lies beyond its ends, or is nothing, does not reach the slider. When one leaves
    // the box, the number becomes the nearest that may be, and a word beside it says so.
    const ours = new WeakSet();
    const box = (event) => event.target.closest?.('.setting input[type="number"]');
    const good = ({ value, min, max }) => value !== "" && Number(value) >= Number(min) && Number(value) <= Number(max);
    const tell = (input, said) => {
        const setting = input.closest(".setting").querySelector(".head");
        let line = setting.parentElement.querySelector(".amended");
        if (!line) {
            line = Object.assign(document.createElement("p"), { className: "amended" });
            line.setAttribute("role", "status");
            setting.after(line);
        }
        line.textContent = said;
    };
    addEventListener("input", (event) => {
        const input = box(event);
        if (!input || ours.has(event)) return;
        tell(input, "");
        if (!good(input)) event.stopImmediatePropagation();
    }, true);
    const amend = (event) => {
        const input = box(event);
        if (!input || good(input)) return;
        const { min: low, max: high } = input, range = input.closest(".setting").querySelector('input[type="range"]');
        const empty = input.value === "";
        const value = empty ? range.value : String(Math.min(Math.max(Number(input.value), low), high));
        input.value = value;
        const told = new Event("input", { bubbles: true });
        ours.add(told);
        input.dispatchEvent(told);
        tell(input, window.colourizelt.say(empty ? "emptied" : "clamped", { low, high, value }));
        event.stopImmediatePropagation();
    };
    for (const kind of ["change", "blur"]) addEventListener(kind, amend, true);
}
