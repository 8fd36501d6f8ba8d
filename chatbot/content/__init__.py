"""Reads and validates `intents/` and `prompts/`; what is wrong is reported all at once, with file, line and mend."""

from .fingerprint import fingerprint
from .load import load

__all__ = ["fingerprint", "load"]
