"""Sun and weather."""
