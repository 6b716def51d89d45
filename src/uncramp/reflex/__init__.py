"""Milliseconds: the spinal loop of one muscle."""
