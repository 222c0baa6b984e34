"""Event handlers: from the values on the page to the updates. The tabs and the upload import it."""
