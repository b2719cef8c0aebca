"""Recordings of homes, of any origin, on one regular grid: what a belief may see, and what was true."""
