"""The four questions and what is known of cramps, in plain words for a reader without data."""
