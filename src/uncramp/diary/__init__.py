"""The diary of one athlete: activities, what happened in them, and what was weighed, drunk, tested and noted beside them."""
