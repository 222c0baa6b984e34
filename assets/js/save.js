// A file under the visitor's own name for it. The server names it as it is called there, and that name would win over
// the link's, but not over that of bytes which are here already. Runs once for the link's element.
element.addEventListener("click", async (event) => {
    const link = event.target.closest("a[download]");
    if (!link || link.href.startsWith("blob:")) return;
    event.preventDefault();
    const answer = await fetch(link.href);
    if (!answer.ok) return link.setAttribute("aria-disabled", "true"); // deleted by now, as promised
    const copy = Object.assign(document.createElement("a"), {
        href: URL.createObjectURL(await answer.blob()), download: link.download,
    });
    copy.click();
    setTimeout(() => URL.revokeObjectURL(copy.href), 60_000);
});
