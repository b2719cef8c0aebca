"""Warmth and coolness: what a room should be, and what to ask of its devices."""
