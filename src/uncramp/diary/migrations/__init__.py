"""Steps from one shape of the tables to the next, in order; each is as it was released and never changes."""
