"""The one line that a bench ends with."""

import argparse
import json
import sys


def arguments(**scales) -> argparse.Namespace:
    """--json, and one option for each named size (so that a bench can be tried small)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    for name, value in scales.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    return parser.parse_args()


def say(*words) -> None:
    """Progress, on standard error."""
    print(*words, file=sys.stderr, flush=True)


def end(*, name: str, ours: float, limit: float, unit: str, detail: dict, json_only: bool) -> None:
    """Print the detail for people unless only JSON is wanted, then the line."""
    if not json_only:
        for key, value in detail.items():
            say(f"  {key}: {value}")
    ratio = round(ours / limit, 3) if limit else None
    line = {
        "name": name,
        "ours": round(ours, 2),
        "limit": round(limit, 2),
        "ratio": ratio,
        "unit": unit,
    }
    print(json.dumps(line | {"detail": detail}, ensure_ascii=False), flush=True)
