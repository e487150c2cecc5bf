"""The join page: the right steps in the right language, and nothing but public things."""

import plistlib
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from checkpoint.serve import join
from checkpoint.serve.authority import Authority, load_authority
from checkpoint.serve.join import Asked, JoinPages, JoinServer, guess_platform
from checkpoint.serve.offer import Offer, svg_code, terminal_code
from checkpoint.web import accepted_language
from tests.serve.conftest import NOW

ANDROID = "Mozilla/5.0 (Linux; Android 13; V2244A) AppleWebKit/537.36 Chrome/120 Mobile Safari"
HARMONY = "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114 Mobile"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Mobile/15E148 Safari"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return load_authority(tmp_path_factory.mktemp("tls"), "office-3", NOW)


@pytest.fixture(scope="module")
def offer(authority: Authority) -> Offer:
    return Offer(("192.168.1.23", "office-3.local", "localhost"), 8443, 8080, authority.der)


@pytest.fixture(scope="module")
def pages(offer: Offer) -> JoinPages:
    return JoinPages(offer)


@pytest.fixture(scope="module")
def server(pages: JoinPages) -> Iterator[JoinServer]:
    server = JoinServer("127.0.0.1", 0, pages)
    server.start()
    yield server
    server.shutdown()
    server.server_close()


def get(server: JoinServer, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR,fr;q=0.9", "zh"),
        ("", "zh"),
        ("en;q=0.2,zh-TW", "zh"),
        ("\x00;;q=,", "zh"),
    ],
)
def test_the_language_is_the_readers(accepted: str, language: str) -> None:
    assert accepted_language(parse_accept_header(accepted, LanguageAccept), "zh") == language


@pytest.mark.parametrize(
    ("browser", "platform"),
    [
        (ANDROID, "android"),
        (HARMONY, "android"),
        (IPHONE, "iphone"),
        (WINDOWS, "desktop"),
        ("", "desktop"),
    ],
)
def test_the_steps_are_those_of_the_device(browser: str, platform: str) -> None:
    assert guess_platform(browser) == platform


def test_an_iphone_gets_a_profile_and_is_told_of_the_second_switch(pages: JoinPages) -> None:
    page = pages.page(Asked("/", browser=IPHONE), {})
    assert "/checkpoint.mobileconfig" in page
    assert "证书信任设置" in page


def test_the_reader_can_change_language_and_device(pages: JoinPages) -> None:
    page = pages.page(Asked("/", browser=IPHONE), {"lang": "en", "on": "android"})
    assert '<html lang="en">' in page
    assert "Install anyway" in page


def test_someone_inside_wechat_is_told_to_leave_it(pages: JoinPages) -> None:
    notice = "在浏览器打开"
    assert notice in pages.page(Asked("/", browser=f"{ANDROID} MicroMessenger/8.0"), {})
    assert notice not in pages.page(Asked("/", browser=ANDROID), {})


def test_the_way_on_keeps_the_host_that_the_phone_came_by(pages: JoinPages) -> None:
    assert "https://office-3.local:8443/gate/" in pages.page(Asked("/", "office-3.local:8080"), {})
    assert "https://192.168.1.23:8443/gate/" in pages.page(Asked("/", "192.168.1.23:8080"), {})


@pytest.mark.parametrize("host", ["evil.example", 'x"><script>', "[::1", ""])
def test_a_made_up_host_is_never_repeated(pages: JoinPages, host: str) -> None:
    page = pages.page(Asked("/", host), {"lang": "<b>", "on": "<b>"})
    assert "https://192.168.1.23:8443/gate/" in page
    assert "evil" not in page
    assert "<script" not in page


def test_a_link_for_another_phone_does_not_lead_to_itself(offer: Offer) -> None:
    assert offer.join_url("localhost") == "http://192.168.1.23:8080/"
    assert offer.gate_url("localhost") == "https://localhost:8443/gate/"


def test_with_a_trusted_certificate_phones_begin_at_the_gate_page() -> None:
    assert Offer(("gate.example.org",), 443, 0, None).join_url() == "https://gate.example.org/gate/"


def test_the_profile_holds_the_authority_and_keeps_its_identity(
    offer: Offer, authority: Authority
) -> None:
    profile = plistlib.loads(offer.mobileconfig())
    (payload,) = profile["PayloadContent"]
    assert payload["PayloadType"] == "com.apple.security.root"
    assert payload["PayloadContent"] == authority.der
    assert offer.mobileconfig() == offer.mobileconfig()


def test_the_code_in_the_terminal_can_be_scanned() -> None:
    text = "http://192.168.1.23:8080/"
    rows = list(terminal_code(text))
    image = Image.new("L", (len(rows[0]) * 8, len(rows) * 16), 255)
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(rows):
        for x, block in enumerate(row):
            for half, blocks in enumerate(("█▀", "█▄")):
                if block in blocks:
                    top = y * 16 + half * 8
                    draw.rectangle((x * 8, top, x * 8 + 7, top + 7), fill=0)
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [text]


def test_a_code_is_dark_on_white_in_any_theme() -> None:
    assert svg_code("x").index('fill="#fff"') < svg_code("x").index('fill="#000"')
    assert "style" not in svg_code("x")


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/?lang=en", "text/html; charset=utf-8"),
        ("/checkpoint.crt", "application/x-x509-ca-cert"),
        ("/checkpoint.pem", "application/x-pem-file"),
        ("/checkpoint.mobileconfig", "application/x-apple-aspen-config"),
        ("/join.css", "text/css; charset=utf-8"),
        ("/tokens.css", "text/css; charset=utf-8"),
        ("/code.svg", "image/svg+xml"),
    ],
)
def test_what_it_hands_out(server: JoinServer, path: str, media_type: str) -> None:
    response, body = get(server, path)
    assert (response.status, response.getheader("Content-Type")) == (200, media_type)
    assert body
    assert "script-src" not in (policy := response.getheader("Content-Security-Policy") or "")
    assert policy.startswith("default-src 'none'")
    assert response.getheader("Set-Cookie") is None


def test_a_head_has_the_headers_alone(server: JoinServer, authority: Authority) -> None:
    response, body = get(server, "/checkpoint.crt", "HEAD")
    assert (response.getheader("Content-Length"), body) == (str(len(authority.der)), b"")


@pytest.mark.parametrize("path", ["/gate/", "/../settings.toml", "/authority.key", "/%00"])
def test_there_is_nothing_else(server: JoinServer, path: str) -> None:
    assert get(server, path)[0].status == 404


def test_it_takes_nothing(server: JoinServer) -> None:
    assert get(server, "/", "POST")[0].status == 501


def test_callers_who_say_nothing_do_not_keep_others_out(
    server: JoinServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join._Handler, "timeout", 0.3)
    silent = [
        socket.create_connection(("127.0.0.1", server.server_port))
        for _ in range(join.MOST_AT_ONCE + 4)
    ]
    silent[0].settimeout(5)
    assert silent[0].recv(1) == b"", "the server lets go of a caller who says nothing"
    for caller in silent:
        caller.close()
    assert get(server, "/")[0].status == 200
