() => {
    // However a photograph comes, dropped anywhere on the page, pasted, from the camera or chosen, it is taken; and where
    // there is one already, the visitor says whether it takes its place or is added.
    const say = (key) => window.colourizelt.say(key);
    const input = (adding) => document.querySelector(`.block.upload ${adding ? ".icon-mode input" : "input:not(.icon-mode *)"}[type=file]`);
    const busy = () => !!document.querySelector(".block.upload .file-preview tr.file");
    const given = new WeakSet();

    const put = (target, files) => {
        const all = new DataTransfer();
        for (const file of files) all.items.add(file);
        target.files = all.files;
        const event = new Event("change", { bubbles: true });
        given.add(event);
        target.dispatchEvent(event);
    };
    const replace = (files, tries = 20) => {
        if (!busy() && input(false)) return put(input(false), files);
        if (tries === 20) document.querySelector(".block.upload .top-panel > button:last-of-type")?.click(); // clear
        if (tries) setTimeout(() => replace(files, tries - 1), 100);
    };
    const ask = (files) => {
        const before = document.activeElement, dialog = document.createElement("dialog");
        dialog.className = "ask";
        const title = Object.assign(document.createElement("p"), { id: "ask", textContent: say("ask") });
        dialog.setAttribute("aria-labelledby", title.id);
        const acts = {
            ask_replace: () => replace(files), ask_add: () => put(input(true), files), ask_cancel: () => {},
        };
        const buttons = Object.entries(acts).map(([key, act]) => {
            const button = Object.assign(document.createElement("button"), { type: "button", textContent: say(key) });
            button.addEventListener("click", () => { dialog.close(); act(); });
            return button;
        });
        dialog.append(title, ...buttons);
        dialog.addEventListener("close", () => { dialog.remove(); before?.focus?.({ preventScroll: true }); });
        (document.querySelector(".gradio-container .contain") ?? document.body).append(dialog);
        dialog.showModal();
    };
    const take = (files) => {
        if (!files.length) return;
        if (busy()) ask([...files]);
        else replace([...files]);
    };

    addEventListener("change", (event) => {
        const { target } = event;
        if (given.has(event) || target.type !== "file") return;
        const camera = target.closest(".camera");
        if (!camera && !(target.closest(".block.upload") && busy())) return;
        event.stopImmediatePropagation();
        const files = [...target.files];
        target.value = "";
        take(files);
    }, true);
    addEventListener("paste", (event) => take(event.clipboardData?.files ?? []));

    // A picture of the page itself that is dragged is none of them.
    let own = false;
    const brings = (event) => !own && [...(event.dataTransfer?.types ?? [])].includes("Files");
    const mark = (on) => {
        document.documentElement.classList.toggle("dropping", on);
        if (on) document.documentElement.style.setProperty("--dropped", JSON.stringify(say("dropped")));
    };
    addEventListener("dragstart", () => (own = true), true);
    addEventListener("dragend", () => (own = false), true);
    for (const kind of ["dragenter", "dragover"])
        addEventListener(kind, (event) => {
            if (!brings(event)) return;
            event.preventDefault();
            mark(true);
        }, true);
    addEventListener("dragleave", (event) => event.relatedTarget || mark(false), true);
    addEventListener("drop", (event) => {
        if (!brings(event)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        mark(false);
        take(event.dataTransfer.files);
    }, true);

    // Fingers tap, and a telephone has a camera.
    addEventListener("click", (event) => event.target.closest(".camera button")?.parentElement.querySelector("input").click());
    const tap = () => {
        const words = [...(document.querySelector(".block.upload [data-testid=upload-text]")?.childNodes ?? [])]
            .filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        words.forEach((node, number) => {
            const better = number ? "" : say("tap");
            if (node.data !== better) node.data = better;
        });
    };
    if (matchMedia("(pointer: coarse)").matches) {
        tap();
        new MutationObserver(tap).observe(document.body, { subtree: true, childList: true, characterData: true });
    }
}
