"""Words to the user, and the words that the user gave."""

import argparse
import json

from config.postgres import Trouble, say


class Steps:
    """Says each long step: `[2/6] 安装依赖 …`, without the numbers where nobody counted."""

    def __init__(self, total=0):
        self.total, self.at = total, 0

    def __call__(self, text):
        self.at += 1
        say(f"[{self.at}/{self.total}] {text} …" if self.total else f"{text} …")


def parsed(command, words, *arguments):
    def refuse(message):
        raise Trouble(f"./yi {command} 看不懂这些参数（{message}）；用法见 ./yi help")

    parser = argparse.ArgumentParser(add_help=False)
    parser.error = refuse
    for name, options in arguments:
        parser.add_argument(name, **options)
    return parser.parse_args(words)


def read_json(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
