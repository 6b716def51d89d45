"""Why: shares of the causes, what would have changed it, and the words."""
