"""DECIDE: slots and forms, when a human takes over, and why. Pure."""
