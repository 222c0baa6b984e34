() => {
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
