"""Arming, alerts and presence simulation."""
