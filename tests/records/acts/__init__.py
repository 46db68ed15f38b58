"""Synthetic acts: an invented municipality, invented people, printed the way exports print real ones."""
