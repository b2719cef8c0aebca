"""The training child with the recipes of the tests; it keeps its place ten times a second."""

import sys
from datetime import timedelta

from thermo_edge.learning.train import main

RECIPES = {
    "xor": "tests.learning.xor_recipe",
    "plain": "tests.learning.plain_recipe",
    "untorched": "tests.learning.untorched_recipe",
    "missing": "tests.learning.no_such_recipe",
}

if __name__ == "__main__":
    sys.exit(main(recipes=RECIPES, save_every=timedelta(seconds=0.1)))
