"""Selects, ranks, compares and randomly draws evaluated pictures. Independent of the web pages."""
