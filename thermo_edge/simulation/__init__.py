"""A house made of arithmetic, on arrays of homes and rooms."""
