"""Thermo Edge: a smart-home controller that keeps a home warm, lit and safe, and keeps what it learns at home."""

__version__ = "0.1.0"
