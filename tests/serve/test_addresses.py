"""Names and addresses: what a link may say and what an authority may vouch for."""

import pytest

from checkpoint.serve.addresses import ALL_ADDRESSES, find_reach, is_local, is_own_domain
from tests.serve.conftest import reach_of


def test_this_machine_is_reached_at_least_by_its_loopback() -> None:
    reach = find_reach(("Gate.Home.Arpa",))
    assert {"localhost", "gate.home.arpa"} <= set(reach.names)
    assert {"127.0.0.1", "::1"} <= {str(address) for address in reach.addresses}
    assert all(is_local(address) for address in reach.addresses)


def test_links_lead_to_the_network_before_this_machine() -> None:
    reach = reach_of("office-3", "192.168.1.23", "fd00::2")
    assert reach.hosts(ALL_ADDRESSES) == ["192.168.1.23", "localhost"]
    assert reach.hosts("::") == ["192.168.1.23", "[fd00::2]", "localhost"]
    assert reach.hosts("10.0.0.7") == ["10.0.0.7"]
    assert reach.hosts("fd00::2") == ["[fd00::2]"]


@pytest.mark.parametrize(
    ("hostname", "own"),
    [
        ("desktop-7k2", True),
        ("office3", True),
        ("desk.example.org", True),
        ("wang", False),  # a top-level domain
        ("xn--fiqs8s", False),  # 中国
    ],
)
def test_a_single_word_is_not_taken_for_this_machines_own_domain(hostname: str, own: bool) -> None:
    assert is_own_domain(hostname) is own
