"""What the program would have done in a house's own past: replayed on the real loop, which can reach nothing."""
