() => {
    // Gradio's labels follow the browser's language; so shall what screen readers are told of the page.
    document.documentElement.lang = navigator.language.startsWith("fr") ? "fr" : "en";

    // A photograph that is pasted goes where one that is dropped goes: into the upload of the tab in view.
    const inView = (selector) => [...document.querySelectorAll(selector)].find((each) => each.closest(".upload")?.checkVisibility());
    const give = (files, tries) => {
        const input = inView(".upload input[type=file]");
        if (!input) {
            inView(".upload button[aria-label]")?.click(); // the last one's place is cleared first
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
