"""Medicines by name: substances and brands, and the classes they belong to."""
