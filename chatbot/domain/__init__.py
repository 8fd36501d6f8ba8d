"""Frozen values and events. No I/O, no libraries; `Conversation` is the fold of its events."""
