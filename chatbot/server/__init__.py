"""The live server: visitors' and agents' channels over a finished pipeline. Sees no model and no table."""
