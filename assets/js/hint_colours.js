// The colours for a place: likely ones to click, and any other that its lightness can have, by hue and chroma. Runs once
// for the element, whose content the server renders.
const WHITE = [0.950456, 1, 1.088754]; // D65, as colourizer/colour/lab.py has it
const linear = (l, a, b) => {
    const f = (l + 16) / 116;
    const [x, y, z] = [f + a / 500, f, f - b / 200].map((t, axis) => WHITE[axis] * (t > 6 / 29 ? t ** 3 : (t - 4 / 29) * 3 * (6 / 29) ** 2));
    return [
        3.240479 * x - 1.53715 * y - 0.498535 * z,
        -0.969256 * x + 1.875991 * y + 0.041556 * z,
        0.055648 * x - 0.204043 * y + 1.057311 * z,
    ];
};
const inside = (rgb) => rgb.every((each) => each > -0.001 && each < 1.001);
const encoded = (each) => {
    const value = Math.min(1, Math.max(0, each));
    return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
};
const ab = (chroma, hue) => [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
/** The most chroma that a screen can show of a hue, in degrees, at a lightness. */
const most = (lightness, hue) => {
    let low = 0, high = 127;
    for (let step = 0; step < 12; step++) {
        const middle = (low + high) / 2;
        if (inside(linear(lightness, ...ab(middle, hue)))) low = middle;
        else high = middle;
    }
    return low;
};
const mix = () => {
    const free = element.querySelector(".free");
    if (!free) return;
    const lightness = Number(free.dataset.lightness), hue = Number(free.querySelector(".hue").value);
    const [a, b] = ab((most(lightness, hue) * free.querySelector(".chroma").value) / 100, hue);
    const button = free.querySelector("button");
    Object.assign(button.dataset, { a: a.toFixed(2), b: b.toFixed(2) });
    button.querySelector("i").style.background = `rgb(${linear(lightness, a, b).map(encoded).join(" ")})`;
};
element.addEventListener("input", mix);
element.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-a]");
    if (button) trigger("select", { a: Number(button.dataset.a), b: Number(button.dataset.b) });
});
watch("value", mix);
mix();
