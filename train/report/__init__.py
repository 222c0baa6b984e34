"""The report's page: its tables and figures, from the files of runs and evaluations."""
