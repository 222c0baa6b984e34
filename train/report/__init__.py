"""Generates the report's pages, with tables and figures, from the files of runs and evaluations."""
