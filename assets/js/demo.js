() => {
    // Gradio's labels follow the browser's language, or what is chosen in its settings, and so does this style sheet;
    // so shall what screen readers are told of the page.
    let french = false;
    const listen = () => {
        const hidden = document.querySelector(".language style")?.textContent;
        french = hidden ? hidden.includes("[lang=en]") : navigator.language.startsWith("fr");
        document.documentElement.lang = french ? "fr" : "en";
    };

    // What Gradio says in English all the same: demo/gradio_app/i18n/gradio_strings.py is put in here.
    const words = Object.entries({}).map(([english, inFrench]) => [new RegExp(`^${english}$`), inFrench]);
    const translated = (said) => {
        const [english, inFrench] = words.find(([english]) => english.test(said)) ?? [];
        return english ? said.replace(english, inFrench) : said;
    };
    const put = (said, write) => {
        const better = said && translated(said.trim());
        if (said && better !== said.trim()) write(better);
    };
    const named = ["aria-label", "title", "alt"];
    const translate = (node) => {
        if (node.nodeType === Node.TEXT_NODE) put(node.data, (better) => (node.data = better));
        if (node.nodeType !== Node.ELEMENT_NODE) return;
        for (const name of named) put(node.getAttribute(name), (better) => node.setAttribute(name, better));
        node.childNodes.forEach(translate);
    };

    const label = (node, said) => {
        if (said && node.getAttribute("aria-label") !== said) node.setAttribute("aria-label", said);
    };

    const mend = () => {
        // A control's name shall hold what is read on it.
        for (const area of document.querySelectorAll(".upload-container:not(.icon-mode)"))
            area.removeAttribute("aria-label");
        for (const words of document.querySelectorAll(".thumbnail-item > .caption-label"))
            label(words.parentElement, words.textContent.trim());
        // No button shall lie in another, or the keyboard finds both, of which the outer one does nothing.
        for (const inner of document.querySelectorAll(".icon-button .upload-container")) {
            const outer = inner.closest(".icon-button");
            outer.setAttribute("role", "group");
            outer.tabIndex = -1;
            label(inner, outer.getAttribute("aria-label"));
        }
        // Gradio gives each radio button a name of its own, so that arrows would not lead from one to the next.
        for (const set of document.querySelectorAll("fieldset")) {
            const buttons = set.querySelectorAll("input[type=radio]");
            for (const button of buttons) if (button.name !== buttons[0].name) button.name = buttons[0].name;
            label(set, set.querySelector("[data-testid=block-info]")?.textContent.trim());
        }
    };

    listen();
    if (french) translate(document.body);
    mend();
    new MutationObserver((changes) => {
        if (changes.some(({ target }) => target.parentElement?.closest(".language"))) listen();
        if (french)
            for (const { type, target, addedNodes } of changes)
                for (const node of type === "childList" ? addedNodes : [target]) translate(node);
        mend();
    }).observe(document.body, {
        subtree: true, childList: true, characterData: true, attributeFilter: [...named, "name"],
    });

    // The line between two pictures is dragged on the pictures or moved by the control below: they tell the same place.
    const follow = (stage) => {
        const place = stage.querySelector("img.fixed, img + img")?.style.clipPath.match(/([\d.]+)%\)$/)?.[1];
        const line = stage.closest(".result")?.querySelector(".dividing-line input[type=range]");
        if (!place || !line) return;
        line.value = Math.round(place);
        line.style.setProperty("--range_progress", `${place}%`);
    };
    let held = null;
    const drag = (event) => {
        held = /down|start/.test(event.type) ? event.target.closest?.(".stage") : held;
        const stage = held;
        if (stage) requestAnimationFrame(() => follow(stage));
        held = /up|end/.test(event.type) ? null : held;
    };
    for (const type of ["mousedown", "mousemove", "mouseup", "touchstart", "touchmove", "touchend"])
        addEventListener(type, drag, { capture: true, passive: true });

    // A photograph that is pasted goes where one that is dropped goes.
    const give = (files, tries) => {
        const input = document.querySelector(".upload input[type=file]:not(.icon-mode *)");
        if (!input) {
            document.querySelector(".upload .top-panel > button:last-of-type")?.click(); // the last one's place is cleared
            if (tries) setTimeout(() => give(files, tries - 1), 200);
            return;
        }
        input.files = files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    addEventListener("paste", (event) => {
        if (event.clipboardData?.files.length) {
            const files = new DataTransfer();
            for (const file of event.clipboardData.files) files.items.add(file);
            give(files.files, 10);
        }
    });

    // The frame around the photograph, over the pictures: its edges are dragged here or typed beside; both say the same.
    const edges = () => [...document.querySelectorAll(".frame-edges input")];
    const picture = () => document.querySelector(".result .stage img");
    const sides = ["left", "top", "right", "bottom"];
    const box = document.createElement("div");
    box.className = "frame-box";
    box.setAttribute("aria-hidden", "true"); // for keyboards and screen readers there are the four numbers
    for (const side of sides) box.append(Object.assign(document.createElement("i"), { className: side }));
    const lay = () => {
        const shown = document.querySelector(".frame-show input")?.checked && picture()?.naturalWidth;
        box.hidden = !shown;
        if (!shown) return;
        const image = picture(), stage = image.closest(".stage"), inner = image.getBoundingClientRect();
        if (box.parentElement !== stage) stage.append(box);
        // The picture is as large as fits into its place, in the middle.
        const scale = Math.min(inner.width / image.naturalWidth, inner.height / image.naturalHeight);
        const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
        const outer = stage.getBoundingClientRect();
        box.area = { x: inner.x + (inner.width - width) / 2, y: inner.y + (inner.height - height) / 2, width, height };
        const [left, top, right, bottom] = edges().map((each) => Number(each.value) / 100);
        Object.assign(box.style, {
            left: `${box.area.x - outer.x + left * width}px`, top: `${box.area.y - outer.y + top * height}px`,
            width: `${(right - left) * width}px`, height: `${(bottom - top) * height}px`,
        });
    };
    setInterval(lay, 150); // Gradio says nothing when it writes a number or lays out anew
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
    });
    box.addEventListener("pointermove", (event) => {
        if (side < 0) return;
        const { x, y, width, height } = box.area;
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
