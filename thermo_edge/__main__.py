"""`python -m thermo_edge` is the command line."""

from thermo_edge.cli import main

raise SystemExit(main())
