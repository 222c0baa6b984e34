"""The report's page: its tables and figures, from what runs and evaluations left behind."""
