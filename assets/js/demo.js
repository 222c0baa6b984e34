() => {
    // Gradio's labels follow the browser's language, or what is chosen in its settings, and so does this style sheet;
    // so shall what screen readers are told of the page. demo/gradio_app/i18n/gradio_strings.py is put in here.
    const languages = {};
    let language = "en", words = [];
    const listen = () => {
        const hidden = document.querySelector(".language style")?.textContent;
        const found = hidden?.match(/\[lang=([\w-]+)\]\)/)?.[1] ?? navigator.language.split("-")[0];
        language = found in languages ? found : "en";
        words = Object.entries(languages[language].gradio).map(([said, better]) => [new RegExp(`^${said}$`), better]);
        if (document.documentElement.lang !== language) document.documentElement.lang = language;
    };
    /** One of our own sentences, with what its braces hold. */
    const say = (key, values = {}) =>
        (languages[language].words[key] ?? "").replace(/{(\w+)}/g, (braces, name) => values[name] ?? braces);

    // What Gradio says in English all the same; what it fills in is translated, too.
    const translated = (said) => {
        for (const [english, better] of words) {
            const found = said.match(english);
            if (found) return better.replace(/\$(\d)/g, (_, part) => translated(found[part]));
        }
        return said;
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

    const set = (node, name, value) => {
        if (value && node.getAttribute(name) !== value) node.setAttribute(name, value);
    };
    const label = (node, said) => set(node, "aria-label", said);

    const mend = () => {
        // A control's name shall hold what is read on it.
        for (const area of document.querySelectorAll(".upload-container:not(.icon-mode)"))
            area.removeAttribute("aria-label");
        for (const words of document.querySelectorAll(".thumbnail-item > .caption-label"))
            label(words.parentElement, words.textContent.trim());
        // Which of the thumbnails is what, and which is chosen.
        for (const row of document.querySelectorAll(".alternatives")) {
            const items = [...row.querySelectorAll(".thumbnail-item")], count = items.length - 1;
            items.forEach((item, number) => label(item, number ? say("alternative", { number, count }) : say("choice")));
        }
        for (const item of document.querySelectorAll(".alternatives .thumbnail-item, .examples .thumbnail-item"))
            set(item, "aria-pressed", String(item.classList.contains("selected")));
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
        // A copy button stands first in its box's label, and so has the name that the text should have.
        for (const box of document.querySelectorAll("label:has(button) textarea"))
            label(box, box.closest("label").querySelector("[data-testid=block-info]")?.textContent.trim());
        // Of the tabs, Tab finds the one that is open, and arrows the others.
        for (const tab of document.querySelectorAll("[role=tab]"))
            set(tab, "tabindex", tab.ariaSelected === "true" ? "0" : "-1");
    };

    listen();
    translate(document.body);
    mend();
    window.colourizelt = { say };
    new MutationObserver((changes) => {
        if (changes.some(({ target }) => target.parentElement?.closest(".language"))) listen();
        if (words.length)
            for (const { type, target, addedNodes } of changes)
                for (const node of type === "childList" ? addedNodes : [target]) translate(node);
        mend();
    }).observe(document.body, {
        subtree: true, childList: true, characterData: true,
        attributeFilter: [...named, "name", "class", "aria-selected"],
    });
}
