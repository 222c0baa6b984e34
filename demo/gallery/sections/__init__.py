"""Parts of pages that know the results: charts, maps, filters. Only pages import it."""
