"""Asking others about somebody: what is asked, how it is asked, what of the answer is kept and for how long."""

from yichuang.exchange.services.asking import Question, ask, ask_again, end_subject
from yichuang.exchange.services.forgetting import forget_answers
from yichuang.exchange.services.taking import take

__all__ = ["Question", "ask", "ask_again", "end_subject", "forget_answers", "take"]
