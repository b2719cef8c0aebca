"""The outside world: a folder for each system, holding everything about it."""
