"""Recorded conversations through a bot, and what it would have done differently."""
