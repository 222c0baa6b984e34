"""What happens on an event: from what the page holds to what changes on it. The tabs and the upload import it."""
