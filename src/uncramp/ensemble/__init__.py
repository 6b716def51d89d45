"""Ensemble: whole fields of athletes simulated at once, on threads or on a cluster."""
