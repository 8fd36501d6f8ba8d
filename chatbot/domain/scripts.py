"""Writing systems."""

from __future__ import annotations

import re

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""A Chinese character. By numbers: look-alikes of the first compatibility ideograph stand elsewhere."""
