"""One turn of the loop, and everything that stands between a wish and a device."""
