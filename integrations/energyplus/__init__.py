"""EnergyPlus as a building to heat: it runs in a child process, one zone time step for each of ours."""
