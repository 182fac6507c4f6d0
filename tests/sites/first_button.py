"""Which button of a form a browser presses for Enter in one of its boxes: the first that sends it."""

import re

BOX = re.compile(r"<(?:input|select)\b(?![^>]*type=\"(?:hidden|file|submit)\")")
BUTTON = re.compile(r"(?s)<button(?P<head>[^>]*)>(?P<words>.*?)</button>")
MARKUP = re.compile(r"(?s)<kbd.*?</kbd>|<span.*?</span>|<[^>]+>|&#32;|\s")
ROW = re.compile(r"(?s)<template.*?</template>")
MAIN, FOR_ENTER = "btn-main", 'class="vh"'


def fault(form: str) -> str:
    """What Enter would press instead of the main button; "" where it presses that, or there is nothing to choose.

    The main button is the one that is marked so, or says what the unseen one in front of all others says."""
    shown = ROW.sub("", form)
    buttons = []
    for button in BUTTON.finditer(shown):
        if 'type="button"' not in button["head"]:
            words = MARKUP.sub("", button["words"])
            buttons.append((button["head"], words))
    if len(buttons) < 2 or not BOX.search(shown):
        return ""
    head, words = buttons[0]
    if MAIN in head:
        return ""
    others = {each for _, each in buttons[1:]}
    if FOR_ENTER in head and words in others:
        return ""
    return f"{words}: {head.strip()}"
