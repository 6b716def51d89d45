"""Prevent: what to do in a race, in the weeks before it, and every day."""
