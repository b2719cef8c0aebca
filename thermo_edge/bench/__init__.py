"""Benchmarks that are commands."""
