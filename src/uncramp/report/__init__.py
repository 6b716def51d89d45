"""Figures, tables and the page, all made from an Assessment."""
