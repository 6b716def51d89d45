"""Web: the questions as pages, for one person on their own machine; every page is a view of the JSON API."""
