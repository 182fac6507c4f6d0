"""Every write of identity."""

from .handling import end_handling
from .licences import Licence, read_licence
from .passwords import ask_reset_code, change_password, reset_password
from .phones import ask_phone_codes, change_phone
from .proving import (
    ask_proof_code,
    authorise,
    mark_proved,
    prove_by_code,
    represent,
    trust_phone,
    waiting_account,
)
from .registration import register_employer, register_person
from .signing import sign_in, signed_in, signed_out
from .window import confirm_employer, confirm_person

__all__ = [
    "Licence",
    "ask_phone_codes",
    "ask_proof_code",
    "ask_reset_code",
    "authorise",
    "change_password",
    "change_phone",
    "confirm_employer",
    "confirm_person",
    "end_handling",
    "mark_proved",
    "prove_by_code",
    "read_licence",
    "register_employer",
    "register_person",
    "represent",
    "reset_password",
    "sign_in",
    "signed_in",
    "signed_out",
    "trust_phone",
    "waiting_account",
]
