"""The HTTP API: what the pages do, for people's own dashboards, by the same desk and the same table of roles."""
