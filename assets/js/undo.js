() => {
    // Ctrl+Z and Ctrl+Y, or Ctrl+Shift+Z, outside of boxes that have their own.
    addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches?.("input[type=number], input[type=text], textarea")) return;
        const key = event.key.toLowerCase(), forward = key === "y" || (key === "z" && event.shiftKey);
        if (key !== "z" && key !== "y") return;
        const button = document.querySelector(forward ? ".redo-step" : ".undo-step");
        if (!button?.checkVisibility()) return;
        event.preventDefault();
        button.click();
    });
}
