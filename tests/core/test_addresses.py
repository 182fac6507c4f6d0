"""Where a visitor comes from: only declared proxies are believed."""

import pytest
from django.test import Client, RequestFactory

from yichuang.core.addresses import client_address, networks, visitors, who_is_counted

PROXIES = networks("10.0.0.0/8, 127.0.0.1, fd00::/8")


@pytest.mark.parametrize(
    ("peer", "header", "visitor"),
    [
        (
            "203.0.113.9",
            "198.51.100.1",
            "203.0.113.9",
        ),  # no proxy of ours: the header is the visitor's own words
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (
            "127.0.0.1",
            "1.1.1.1, 198.51.100.1",
            "198.51.100.1",
        ),  # what stands left was sent by the visitor
        (
            "127.0.0.1",
            "1.1.1.1, 198.51.100.1, 10.2.3.4",
            "198.51.100.1",
        ),  # two proxies of ours in a row
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_visitor_is_the_nearest_address_that_is_no_proxy_of_ours(peer, header, visitor):
    assert client_address(peer, header, PROXIES) == visitor


def test_headers_of_somebody_untrusted_are_taken_away(settings):
    settings.TRUSTED_PROXIES = "10.0.0.0/8"
    spoofed = {
        "HTTP_X_FORWARDED_FOR": "1.1.1.1",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_REAL_IP": "1.1.1.1",
    }
    for peer, address, secure in (
        ("203.0.113.9", "203.0.113.9", None),
        ("10.0.0.2", "1.1.1.1", "https"),
    ):
        request = RequestFactory().get("/", REMOTE_ADDR=peer, **spoofed)
        visitors(lambda asked: asked)(request)
        assert request.META["REMOTE_ADDR"] == address
        assert request.META.get("HTTP_X_FORWARDED_PROTO") == secure
        assert "HTTP_X_REAL_IP" not in request.META


def test_a_household_of_ipv6_is_counted_as_one():
    counted = {
        address: who_is_counted(RequestFactory().get("/", REMOTE_ADDR=address))
        for address in (
            "2001:db8:1:2::a",
            "2001:db8:1:2:ffff::b",
            "::ffff:198.51.100.1",
            "198.51.100.1",
            "",
        )
    }
    assert counted["2001:db8:1:2::a"] == counted["2001:db8:1:2:ffff::b"] == "2001:db8:1:2::/64"
    assert counted["::ffff:198.51.100.1"] == counted["198.51.100.1"] == "198.51.100.1"


def test_behind_a_proxy_one_visitor_who_guesses_stops_nobody_else(world, settings):
    settings.TRUSTED_PROXIES = "10.0.0.0/8"
    guesser = Client(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="203.0.113.9")
    neighbour = Client(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="203.0.113.10")
    for serial in range(20):
        assert guesser.get(f"/verify/WRONG{serial}/").status_code == 404
    assert guesser.get("/verify/WRONG/").status_code == 429
    assert neighbour.get("/verify/WRONG/").status_code == 404
    liar = Client(REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="203.0.113.77")
    assert liar.get("/verify/WRONG/").status_code == 429
