"""Every setting once, with its bounds and help: the file, the example, the schema and the forms derive from it."""

from thermo_edge.config.file import read_settings
from thermo_edge.config.settings import Settings

__all__ = ["Settings", "read_settings"]
