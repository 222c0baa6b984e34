"""Parts of pages that depend on the results: charts, maps, filters. Only pages import this package."""
