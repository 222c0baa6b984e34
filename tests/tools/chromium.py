"""The browser of the tests and of the tools that measure pages."""

import shutil

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A script to run before a page's own: `shifted` is the layout shift, as https://web.dev/articles/cls defines it.
LAYOUT_SHIFT = """window.shifted = 0; new PerformanceObserver(list => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
}).observe({ type: 'layout-shift', buffered: true });"""
