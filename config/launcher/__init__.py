"""What `./yi` does: a file per command, above what they share. Standard library only.

From top to bottom: main · run, test, check, bench, manage, doctor · folders · keys, environment · keeping · processes ·
words.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
