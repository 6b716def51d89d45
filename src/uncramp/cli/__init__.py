"""The command line: one file a command, each a view of what the library returns."""
