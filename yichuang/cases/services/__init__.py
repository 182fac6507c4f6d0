"""Every write to a case: one function per verb, as the clerk says it."""

from yichuang.cases.services.clearing import take_back_clear
from yichuang.cases.services.collecting import Collector, is_served
from yichuang.cases.services.concerning import Concerned, look_at_names
from yichuang.cases.services.corrections import answer_correction, ask_correction, return_unanswered
from yichuang.cases.services.deeming import deem_accepted, note_right
from yichuang.cases.services.desk import (
    claim,
    explain_slow,
    hand_over,
    note_urged,
    note_urging_answered,
    note_urging_ended,
    release,
)
from yichuang.cases.services.drafts import discard, keep, open_draft, sign_and_send, submit_draft
from yichuang.cases.services.ending import stop_acting
from yichuang.cases.services.enquiries import (
    answer_enquiry,
    ask,
    ask_about,
    begin_case,
    take_enquiry,
)
from yichuang.cases.services.extending import (
    agree_longer,
    ask_extension,
    grant_extension,
    refuse_extension,
)
from yichuang.cases.services.files import join_files, store_file
from yichuang.cases.services.finish import close, deliver, follow_up, open_result, result_opened
from yichuang.cases.services.following import ask_where, track_post
from yichuang.cases.services.handing_over import (
    accept_enquiry,
    decline_enquiry,
    hand_over_enquiry,
    move_enquiries_of,
    return_enquiry,
    take_back_enquiry,
)
from yichuang.cases.services.incoming import Application, Submitted
from yichuang.cases.services.intake import accept, complete_instantly, refuse
from yichuang.cases.services.journal import Unseen, require_seen
from yichuang.cases.services.leaving import void, withdraw
from yichuang.cases.services.looking import judge_all_good, judge_material, note_opened
from yichuang.cases.services.mandates import bring_mandate, end_mandate, read_mandate
from yichuang.cases.services.objecting import object_to
from yichuang.cases.services.objections import answer_objection, object_to_notice
from yichuang.cases.services.onsite import check_on_site, sign_check
from yichuang.cases.services.papers import issue_paper, kinds_of, kinds_of_last_step
from yichuang.cases.services.posting import hand_to_courier, note_parcel, post_result
from yichuang.cases.services.publicity import publicise
from yichuang.cases.services.ratifying import confirm_sender, ratify
from yichuang.cases.services.representing import (
    confirm_unit_account,
    let_handler_in,
    meet_representative,
)
from yichuang.cases.services.restarting import restart_term
from yichuang.cases.services.review import begin_review, decide, propose, review, second
from yichuang.cases.services.ruling import try_rule
from yichuang.cases.services.second_looks import answer_look, ask_person
from yichuang.cases.services.sharing import (
    share_draft,
    shown_by_code,
    stop_sharing,
    take_up_by_card,
    take_up_draft,
)
from yichuang.cases.services.silence import decide_by_silence
from yichuang.cases.services.special import (
    begin_special,
    defer_acceptance,
    end_special,
    resume_acceptance,
)
from yichuang.cases.services.submit import OneIsOpen, submit, submit_many
from yichuang.cases.services.suspending import (
    ask_suspension,
    grant_suspension,
    refuse_suspension,
    resume,
    suspend,
)
from yichuang.cases.services.taking_down import end_notice
from yichuang.cases.services.told_once import drop_notice
from yichuang.cases.services.tracking import OF_PARTNER, renew_password, track
from yichuang.cases.services.unclaimed import forget_unclaimed
from yichuang.cases.services.urging import urge

__all__ = [
    "OF_PARTNER",
    "Collector",
    "Application",
    "Concerned",
    "OneIsOpen",
    "Submitted",
    "Unseen",
    "accept",
    "answer_correction",
    "answer_enquiry",
    "answer_objection",
    "ask",
    "ask_about",
    "ask_correction",
    "ask_where",
    "begin_case",
    "begin_review",
    "bring_mandate",
    "claim",
    "close",
    "complete_instantly",
    "confirm_sender",
    "confirm_unit_account",
    "decide",
    "deliver",
    "discard",
    "drop_notice",
    "end_mandate",
    "end_notice",
    "explain_slow",
    "follow_up",
    "forget_unclaimed",
    "hand_over",
    "hand_over_enquiry",
    "hand_to_courier",
    "issue_paper",
    "kinds_of",
    "kinds_of_last_step",
    "judge_all_good",
    "judge_material",
    "is_served",
    "join_files",
    "keep",
    "look_at_names",
    "let_handler_in",
    "meet_representative",
    "sign_and_send",
    "object_to",
    "object_to_notice",
    "open_draft",
    "move_enquiries_of",
    "note_opened",
    "note_parcel",
    "note_urged",
    "note_urging_answered",
    "note_urging_ended",
    "open_result",
    "result_opened",
    "post_result",
    "propose",
    "publicise",
    "ratify",
    "read_mandate",
    "refuse",
    "release",
    "renew_password",
    "require_seen",
    "return_enquiry",
    "return_unanswered",
    "review",
    "second",
    "share_draft",
    "shown_by_code",
    "stop_acting",
    "stop_sharing",
    "store_file",
    "submit",
    "submit_draft",
    "submit_many",
    "take_back_enquiry",
    "take_enquiry",
    "take_up_by_card",
    "take_up_draft",
    "track",
    "track_post",
    "urge",
    "void",
    "accept_enquiry",
    "agree_longer",
    "ask_extension",
    "ask_suspension",
    "begin_special",
    "check_on_site",
    "answer_look",
    "ask_person",
    "try_rule",
    "decide_by_silence",
    "decline_enquiry",
    "deem_accepted",
    "defer_acceptance",
    "end_special",
    "grant_extension",
    "grant_suspension",
    "note_right",
    "refuse_extension",
    "refuse_suspension",
    "restart_term",
    "resume",
    "resume_acceptance",
    "sign_check",
    "suspend",
    "take_back_clear",
    "withdraw",
]
