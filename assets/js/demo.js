() => {
    // Gradio's labels follow the browser's language; so shall what screen readers are told of the page.
    document.documentElement.lang = navigator.language.startsWith("fr") ? "fr" : "en";

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
}
