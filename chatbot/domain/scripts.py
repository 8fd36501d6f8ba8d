"""Writing systems."""

from __future__ import annotations

import re

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
"""A Chinese character."""
