"""RESPOND: render the prompt, guard the candidate, fall back, fill in the facts. Pure; knows no model."""
