"""The organisation tree: five levels, names by the rule of each place, each village in one service area (SYS-069)."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.test import TestCase

from yichuang.accounts import packs, queries, services
from yichuang.accounts.models import Organisation, ServiceArea
from yichuang.audit.models import Entry
from yichuang.core.clock import today
from yichuang.core.errors import Conflict, Invalid, NotFound
from yichuang.reference import packs as reference_packs
from yichuang.reference.models import Region

CITIES = ("510800000000", "430600000000", "370200000000")


class TheTree(TestCase):
    @classmethod
    def setUpTestData(cls):
        reference_packs.load()
        cls.added = packs.load()

    def test_the_packs_have_no_fault(self):
        assert packs.check() == []

    def test_every_township_has_a_station_and_every_village_exactly_one_unit(self):
        for city in CITIES:
            below = Region.objects.filter(city=city)
            towns = below.filter(level=4).count()
            assert queries.organisations_in(city, ["station"]).filter(level=4).count() == towns
            served = ServiceArea.objects.filter(region__city=city).values_list(
                "region_id", flat=True
            )
            villages = below.filter(level=5).values_list("code", flat=True)
            assert sorted(served) == sorted(villages)

    def test_loading_again_adds_nothing_and_keeps_what_people_changed(self):
        unit = queries.organisation("430602001000")
        services.rename_organisation(actor="officer:1", organisation=unit, name="岳阳楼街道人社站")
        assert packs.load() == 0
        assert queries.organisation("430602001000").name == "岳阳楼街道人社站"
        assert self.added == Organisation.objects.count()

    def test_units_hang_below_the_unit_of_the_region_above(self):
        point = queries.organisation("430602001001")
        line = []
        while point:
            line.append((point.kind, point.level))
            point = point.parent
        assert line == [("point", 5), ("station", 4), ("bureau", 3), ("bureau", 2)]
        assert Organisation.objects.filter(parent=None).count() == len(CITIES)
        assert queries.children("430602000000").filter(kind="hall").get().counters == 12

    def test_a_station_serving_three_villages_appears_once_and_covers_three(self):
        for code in ("510812100200-S1", "430602100206-S1", "370211103301-S1"):
            station = queries.organisation(code)
            villages = queries.villages_of(station)
            assert len(villages) == 3
            assert [queries.serving(village) for village in villages] == [station] * 3
            assert not Organisation.objects.filter(code__in=villages).exists()

    def test_the_way_out_of_a_village_leads_from_near_to_far(self):
        codes = [unit.code for unit in queries.outlets("430602001001")]
        assert codes == ["430602001001", "430602001000", "430602000000-H1", "430600000000-H1"]
        assert queries.serving("430602001000").code == "430602001000"
        assert queries.serving("430602000000") is None
        assert [unit.code for unit in queries.outlets("430621000000")] == [
            "430621000000",
            "430600000000-H1",
        ]

    def test_the_bureau_of_a_place_is_that_of_its_county_else_of_its_city(self):
        assert queries.bureau_of("510812100200").code == "510812000000"
        assert queries.bureau_of("510800000000").code == "510800000000"
        with self.assertRaisesMessage(NotFound, "还没有接入"):
            queries.bureau_of("110101000000")

    # --- names ---

    def rename(self, code, name):
        services.rename_organisation(
            actor="officer:1", organisation=queries.organisation(code), name=name
        )

    def test_names_made_from_the_packs_break_no_rule(self):
        assert queries.naming_violations() == []
        assert queries.organisation("430602001000").name == "岳阳楼街道人力资源和社会保障服务站"
        assert queries.organisation("430602001001").name == "郭亮社区人力资源和社会保障服务点"
        assert queries.organisation("510812100000").name == "朝天镇就业和社会保障公共服务中心"

    def test_the_check_lists_a_unit_against_the_rule_of_its_own_region_only(self):
        printed_in_yueyang = "{}人力资源和社会保障服务站"
        self.rename("430602001000", "岳阳楼街道便民中心")
        self.rename("510812100000", printed_in_yueyang.format("朝天镇"))
        found = {violation.code: violation for violation in queries.naming_violations()}
        assert set(found) == {"430602001000", "510812100000"}
        assert found["430602001000"].expected == "岳阳楼街道人力资源和社会保障服务站"
        assert "岳人社发〔2015〕80号" in found["430602001000"].basis
        assert found["510812100000"].expected == "朝天镇就业和社会保障公共服务中心"
        assert [v.code for v in queries.naming_violations("430600000000")] == ["430602001000"]

    def test_a_level_or_a_place_without_a_rule_is_free(self):
        village = Organisation.objects.filter(
            region__city="430600000000", level=5, region__name__endswith="村"
        ).first()
        for code in (village.code, "510812100001", "370211001001", "430602000000", "430602402000"):
            self.rename(code, "随便叫什么")
        assert queries.naming_violations() == []

    # --- service areas ---

    def test_a_village_cannot_be_in_two_service_areas_at_a_time(self):
        other = queries.organisation("430602001000")
        with self.assertRaises(IntegrityError), transaction.atomic():
            ServiceArea.objects.create(
                organisation=other, region_id="430602001001", valid_from=date(2026, 1, 1)
            )
        with self.assertRaisesMessage(
            Conflict, "郭亮社区已经由郭亮社区人力资源和社会保障服务点服务"
        ):
            services.set_service_area(
                actor="officer:1", organisation=other, villages=["430602001001"]
            )

    def test_a_village_moves_to_another_station_from_one_day_to_the_next(self):
        point, station = queries.organisation("430602001001"), queries.organisation("430602001000")
        day = today()
        services.set_service_area(actor="officer:1", organisation=point, villages=[], on=day)
        areas = services.set_service_area(
            actor="officer:1", organisation=station, villages=["430602001001"], on=day
        )
        assert [area.region_id for area in areas] == ["430602001001"]
        assert queries.serving("430602001001", on=day) == station
        assert queries.serving("430602001001", on=day - timedelta(1)) == point
        assert Entry.objects.filter(verb="organisation.service_area").count() == 2

    def test_setting_the_same_area_twice_changes_nothing_and_a_new_list_replaces_the_old(self):
        station = queries.organisation("510812100200-S1")
        three = queries.villages_of(station)
        for _ in range(2):
            services.set_service_area(actor="officer:1", organisation=station, villages=three)
        assert ServiceArea.objects.filter(organisation=station).count() == 3
        services.set_service_area(actor="officer:1", organisation=station, villages=three[:1])
        assert queries.villages_of(station) == three[:1]

    def test_wrong_input_is_refused_in_words(self):
        station = queries.organisation("510812100200-S1")
        with self.assertRaises(Invalid) as caught:
            services.set_service_area(
                actor="officer:1", organisation=station, villages=["999999999999"]
            )
        assert "999999999999" in caught.exception.problems[0].message
        with self.assertRaises(Invalid):
            services.rename_organisation(actor="officer:1", organisation=station, name="  ")
        with self.assertRaises(NotFound):
            queries.organisation("没有这个")
