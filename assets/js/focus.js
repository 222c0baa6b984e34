() => {
    // Where the keyboard is after what it was on has gone: at the result, once a photograph was chosen; at the place to
    // choose one, after the last was cleared.
    const lost = () => document.activeElement === document.body;
    const seen = (selector) => [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
    let wasIn = false;
    addEventListener("focusin", ({ target }) => (wasIn = !!target.closest(".block.upload, .examples")));
    new MutationObserver(() => {
        if (!wasIn || !lost()) return;
        const target = seen(".block.upload .file-preview") ? seen(".pane, .batch .thumbnail-item") : seen(".block.upload button");
        target?.focus({ preventScroll: true });
    }).observe(document.body, { subtree: true, childList: true });

    // Arrows lead from tab to tab.
    addEventListener("keydown", (event) => {
        const tab = event.target.closest?.("[role=tab]");
        if (!tab) return;
        const tabs = [...tab.parentElement.querySelectorAll("[role=tab]")], last = tabs.length - 1, at = tabs.indexOf(tab);
        const next = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        tabs[next].click();
        tabs[next].focus();
    });

    // While something fills the screen, what lies behind is out of reach.
    let inert = [];
    const trap = () => {
        const large = document.querySelector(".viewer.large, .block.fullscreen");
        if (!!large === inert.length > 0) return;
        for (const node of inert) node.inert = false;
        inert = [];
        for (let node = large; node?.parentElement && node !== document.body; node = node.parentElement)
            for (const other of node.parentElement.children)
                if (other !== node && !other.inert && !/^(SCRIPT|STYLE|LINK)$/.test(other.tagName)) inert.push(other);
        for (const node of inert) node.inert = true;
    };
    new MutationObserver(trap).observe(document.body, { subtree: true, attributeFilter: ["class"] });
}
