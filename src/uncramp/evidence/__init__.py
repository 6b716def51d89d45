"""What is known: every number with its unit, spread, grade and source."""
