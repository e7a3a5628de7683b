"""What the program tells: a JSON object a line, on stdout."""

import json
from typing import Any


def write(**line: Any) -> None:
    """Tell of one thing; its "type" says of what."""
    print(json.dumps(line, ensure_ascii=False), flush=True)


def data_of(payload: bytes) -> Any:
    """Return a payload as it is told: as JSON if it is that, else as text; None if it is empty."""
    if not payload:
        return None
    text = payload.decode(errors="replace")
    try:
        return json.loads(text)
    except ValueError:
        return text
