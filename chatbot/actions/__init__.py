"""Ways to reach the business: its own Python object, or its own HTTP service; both with a time limit."""
