"""Every write of identity."""

from .passwords import ask_reset_code, change_password, reset_password
from .registration import register_employer, register_person

__all__ = ["ask_reset_code", "change_password", "register_employer", "register_person", "reset_password"]
