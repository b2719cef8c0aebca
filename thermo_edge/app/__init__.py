"""The composition root: settings in, running program out. The only place that imports integrations."""
