"""Recorded and planned exercise: FIT, TCX and GPX files, weather and plans become Minutes."""
