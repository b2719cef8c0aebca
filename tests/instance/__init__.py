"""A real Home Assistant with a broker and a virtual home, for tests."""
