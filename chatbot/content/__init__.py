"""Reads and validates `intents/` and `prompts/`; what is wrong is reported all at once, with file, line and mend."""

from .load import load

__all__ = ["load"]
