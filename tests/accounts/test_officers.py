"""Officers: roles over places and lines, qualifications per item, and roles that do not go together."""

from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from yichuang.accounts import packs, perms, queries, services, tables
from yichuang.accounts.models import Assignment, Officer, Qualification, User
from yichuang.accounts.rules.roles import role_conflict
from yichuang.audit.models import Entry
from yichuang.core.clock import today
from yichuang.core.errors import Conflict, Invalid, NotFound
from yichuang.demo.parts import officers as demo_officers
from yichuang.reference import packs as reference_packs
from yichuang.reference.queries import region

CHAOTIAN, GUANGYUAN, LIZHOU = "510812000000", "510800000000", "510802000000"
VILLAGE = "510812100200"


def by_name(username: str) -> Officer:
    return Officer.objects.select_related("user", "organisation").get(user__username=username)


class Officers(TestCase):
    @classmethod
    def setUpTestData(cls):
        reference_packs.load()
        packs.load()
        cls.added = demo_officers.load()

    # --- the demo ---

    def test_each_city_has_its_officers_once_and_the_printed_password_opens_the_account(self):
        accounts = demo_officers.accounts()
        assert self.added == len(accounts) == Officer.objects.count()
        assert demo_officers.load() == 0
        for prefix in ("gy", "yy", "qd"):
            printed = next(row for row in accounts if row["username"] == f"{prefix}_clerk")
            assert by_name(f"{prefix}_clerk").user.check_password(printed["password"])

    def test_every_role_is_held_by_somebody_in_every_city(self):
        for city in (GUANGYUAN, "430600000000", "370200000000"):
            held = Assignment.objects.filter(region__city=city).values_list("role", flat=True)
            assert set(held) == set(tables.roles())

    def test_no_demo_officer_holds_roles_that_do_not_go_together(self):
        for officer in Officer.objects.all():
            roles = sorted(queries.scopes(officer).roles)
            assert not any(
                role_conflict(roles[:n], role, tables.incompatible())
                for n, role in enumerate(roles)
            )

    # --- qualifications (SYS-014) ---

    def test_a_universal_clerk_is_qualified_for_all_197_items_and_a_social_insurance_clerk_for_those_only(
        self,
    ):
        universal, insurance = by_name("gy_clerk"), by_name("gy_clerk_sb")
        assert len(queries.qualified_items(universal)) == 197
        assert queries.qualified_items(insurance) == frozenset(tables.certificates()["insurance"])
        employment = "992014101001"
        assert queries.qualified(universal, employment) and not queries.qualified(
            insurance, employment
        )

    def test_a_qualification_begins_and_ends_on_its_days(self):
        officer, item = by_name("gy_clerk_sb"), "992014101001"
        first, last = date(2026, 3, 1), date(2026, 3, 31)
        services.qualify(
            actor="officer:1", officer=officer, item_code=item, valid_from=first, valid_to=last
        )
        days = (first - timedelta(1), first, last, last + timedelta(1))
        assert [queries.qualified(officer, item, day) for day in days] == [False, True, True, False]
        with self.assertRaisesMessage(Conflict, "已经有这个事项的资格"):
            services.qualify(actor="officer:1", officer=officer, item_code=item, valid_from=last)
        with self.assertRaisesMessage(Conflict, "已经有这个事项的资格"):
            services.qualify(
                actor="officer:1", officer=officer, item_code=item, valid_from=date(2026, 1, 1)
            )
        services.qualify(
            actor="officer:1", officer=officer, item_code=item, valid_from=date(2026, 4, 1)
        )
        assert queries.qualified(officer, item, last + timedelta(1))

    # --- roles ---

    def test_a_role_holds_for_its_region_and_everything_below_and_for_its_line(self):
        reviewer = by_name("gy_reviewer_sb")
        assert queries.has_role(reviewer, "reviewer", "社会保险", VILLAGE)
        assert not queries.has_role(reviewer, "reviewer", "劳动关系", VILLAGE)
        assert not queries.has_role(reviewer, "reviewer", "社会保险", LIZHOU)
        assert not queries.has_role(reviewer, "approver", "社会保险", VILLAGE)
        assert queries.has_role(by_name("gy_reviewer"), "reviewer", "劳动关系", CHAOTIAN)
        assert queries.has_role(by_name("gy_supervisor"), "supervisor", region=VILLAGE)

    def test_officers_with_a_role_are_found_from_the_place_of_the_case(self):
        found = {o.user.username for o in queries.officers_with("reviewer", VILLAGE, "社会保险")}
        assert found == {"gy_reviewer", "gy_reviewer_sb", "gy_city_reviewer"}

    def test_a_scope_sums_up_regions_and_lines(self):
        officer = by_name("gy_reviewer_sb")
        village = region(VILLAGE)
        services.grant_role(
            actor="officer:1", officer=officer, role="reviewer", region=village, line="劳动关系"
        )
        scope = queries.scopes(officer)
        assert (scope.regions, scope.lines) == ((CHAOTIAN,), ("劳动关系", "社会保险"))
        services.grant_role(
            actor="officer:1", officer=officer, role="approver", region=region(LIZHOU)
        )
        scope = queries.scopes(officer)
        assert (scope.regions, scope.lines, scope.roles) == (
            (LIZHOU, CHAOTIAN),
            ("",),
            {"reviewer", "approver"},
        )
        assert scope.of("approver").regions == (LIZHOU,)

    def test_a_revoked_role_ends_at_once_and_an_ended_one_is_past(self):
        officer = by_name("gy_clerk")
        services.revoke_role(actor="officer:1", assignment=officer.assignments.get())
        assert not queries.has_role(officer, "clerk")
        assert queries.has_role(officer, "clerk", on=today() - timedelta(1))
        assert officer.assignments.get().valid_to == today()
        fresh = services.grant_role(
            actor="officer:1", officer=officer, role="clerk", region=region(CHAOTIAN)
        )
        assert queries.has_role(officer, "clerk")
        services.revoke_role(actor="officer:1", assignment=fresh)
        assert not queries.has_role(officer, "clerk")
        kept = Assignment.objects.get(pk=fresh.pk)
        assert (kept.valid_from, kept.valid_to) == (today(), today())

    def test_a_role_that_never_began_leaves_nothing_when_it_is_taken_back(self):
        officer = by_name("gy_clerk")
        later = services.grant_role(
            actor="officer:1",
            officer=officer,
            role="issuer",
            region=region(CHAOTIAN),
            valid_from=today() + timedelta(3),
        )
        services.revoke_role(actor="officer:1", assignment=later)
        assert not Assignment.objects.filter(pk=later.pk).exists()

    def test_roles_that_do_not_go_together_are_refused_at_grant(self):
        refused = {
            "gy_auditor": "org_admin",
            "gy_clerk": "auditor",
            "gy_org": "reviewer",
            "gy_catalogue": "legal",
        }
        for username, role in refused.items():
            with self.assertRaisesMessage(Conflict, "不能由一人兼任"):
                services.grant_role(
                    actor="officer:1",
                    officer=by_name(username),
                    role=role,
                    region=region(GUANGYUAN),
                )

    def test_accepting_and_approving_may_be_one_persons_roles_for_separation_is_per_case(self):
        officer = by_name("gy_clerk")
        services.grant_role(
            actor="officer:1", officer=officer, role="approver", region=region(CHAOTIAN)
        )
        assert queries.scopes(officer).roles == {"clerk", "approver"}

    def test_wrong_grants_are_refused_in_words(self):
        officer = by_name("gy_clerk")
        with self.assertRaises(Invalid):
            services.grant_role(
                actor="officer:1", officer=officer, role="king", region=region(CHAOTIAN)
            )
        with self.assertRaisesMessage(Conflict, "已经有这个角色"):
            services.grant_role(
                actor="officer:1", officer=officer, role="clerk", region=region(CHAOTIAN)
            )
        with self.assertRaises(Invalid) as caught:
            services.grant_role(
                actor="officer:1",
                officer=officer,
                role="issuer",
                region=region(CHAOTIAN),
                valid_to=date(2020, 1, 1),
            )
        assert caught.exception.problems[0].field == "valid_to"

    # --- accounts ---

    def test_an_officer_is_created_with_an_account_whose_password_must_be_changed_and_leaves_traces(
        self,
    ):
        hall = queries.organisation("510812000000-H1")
        details = {
            "username": "gy_new",
            "name": "新来的",
            "organisation": hall,
            "employee_no": "GY900",
        }
        officer = services.create_officer(actor="officer:1", password="Temporary#1", **details)
        assert officer.user.must_change_password and officer.user.check_password("Temporary#1")
        assert queries.officer_of(officer.user) == officer == queries.officer(str(officer.uuid))
        with self.assertRaisesMessage(Conflict, "用户名"):
            services.create_officer(actor="officer:1", **details)
        with self.assertRaisesMessage(Conflict, "工号"):
            services.create_officer(actor="officer:1", **{**details, "username": "gy_other"})
        assert not User.objects.filter(username="gy_other").exists()
        verbs = Entry.objects.filter(actor="officer:1").values_list("verb", flat=True)
        assert sorted(verbs) == ["officer.create", "user.create"]

    def test_an_officer_who_has_left_is_nobody(self):
        officer = by_name("gy_clerk")
        services.deactivate_officer(actor="officer:1", officer=officer)
        officer.refresh_from_db()
        assert queries.officer_of(officer.user) is None and not perms.holds_any(officer.user, ())
        assert not queries.has_role(officer, "clerk")
        assert not Qualification.objects.filter(officer=officer, valid_to__isnull=True).exists()

    def test_only_an_officer_with_the_role_passes_a_guarded_page(self):
        resident = services.create_user(
            actor="system", username="zhang", kind=User.PERSON, name="张三", password="x"
        )
        assert perms.holds_any(by_name("gy_clerk").user, ("clerk", "reviewer"))
        assert perms.holds_any(by_name("gy_clerk").user, ())
        assert not perms.holds_any(by_name("gy_clerk").user, ("auditor",))
        assert not perms.holds_any(resident, ())
        assert queries.officer_of(AnonymousUser()) is None

    def test_account_changes_are_kept_and_recorded(self):
        user = services.create_user(
            actor="system", username="li", kind=User.PERSON, name="李四", password="old"
        )
        services.set_password(actor="system", user=user, password="new", must_change_password=True)
        services.rename_user(actor="system", user=user, name="李思")
        services.deactivate_user(actor="system", user=user)
        user.refresh_from_db()
        assert user.check_password("new") and user.must_change_password
        assert (user.name, user.is_active) == ("李思", False)
        assert Entry.objects.filter(subject=f"user:{user.uuid}").count() == 4

    def test_an_unknown_officer_is_not_found(self):
        with self.assertRaises(NotFound):
            queries.officer("00000000-0000-7000-8000-000000000000")
