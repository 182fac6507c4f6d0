"""Shape, words and tone of each state, said once. Every state has all three: colour alone says nothing."""

# state → (tone of the stylesheet, icon, words)
STATES: dict[str, tuple[str, str, str]] = {
    "late": ("late", "late", "逾期"),
    "soon": ("soon", "clock", "快到期"),
    "you": ("soon", "pencil", "等您办"),
    "doing": ("doing", "doing", "正在办"),
    "done": ("done", "check-circle", "办好了"),
    "paused": ("rest", "pause", "停着"),
    "todo": ("rest", "circle", "还没开始"),
    "closed": ("rest", "minus-circle", "不再办了"),
    "refused": ("rest", "close", "没有同意"),
    "part": ("rest", "minus-circle", "部分准予"),
    "unknown": ("rest", "question", "还不知道"),
}
TONE_ICONS: dict[str, str] = {
    "": "question",
    "soon": "clock",
    "late": "late",
    "done": "check-circle",
}
