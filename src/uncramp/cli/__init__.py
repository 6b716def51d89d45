"""The command line: one file a command; each prints a view of what the library returns."""
