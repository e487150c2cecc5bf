"""The names and addresses under which phones on the same network can reach this machine."""

import ipaddress
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import ifaddr

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# What an office network uses; nothing here is routed on the internet (RFC 1918, 3927, 4193, 4291).
LOCAL_NETWORKS: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "::1/128",
        "fe80::/10",
        "fc00::/7",
    )
)
# Names that no public register gives away (RFC 6762, RFC 8375, and in wide private use).
LOCAL_DOMAINS = ("localhost", "local", "lan", "home.arpa", "internal")
ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - the office's phones are not on the loopback
LOOPBACK: tuple[Address, ...] = (IPv4Address("127.0.0.1"), IPv6Address("::1"))


@dataclass(frozen=True, slots=True)
class Reach:
    """How this machine is reached: host names in lower case, addresses with the best first."""

    hostname: str
    names: tuple[str, ...]
    addresses: tuple[Address, ...]

    def hosts(self, bound: str) -> list[str]:
        """What to write in links when serving on the address `bound`, the best one first."""
        if bound == ALL_ADDRESSES:
            versions = {4}
        elif bound == "::":
            versions = {4, 6}
        else:
            return [f"[{bound}]" if ":" in bound else bound]
        lan = (address for address in self.addresses if not address.is_loopback)
        served = (url_host(address) for address in lan if address.version in versions)
        return [*served, "localhost"]


def find_reach(extra_names: tuple[str, ...] = ()) -> Reach:
    """Ask the system for names and addresses, and add the names of the settings."""
    hostname = socket.gethostname().lower().rstrip(".")
    if not hostname.isascii() or not hostname:
        hostname = "localhost"  # a certificate can't hold it, and few phones could find it
    short = hostname.split(".")[0]
    names = (hostname, f"{short}.local", "localhost", *(name.lower() for name in extra_names))
    addresses = sorted(
        {address for address in _interface_addresses() if is_local(address)}, key=_usefulness
    )
    every = dict.fromkeys([*addresses, *LOOPBACK])
    return Reach(hostname, tuple(dict.fromkeys(names)), tuple(every))


def is_local(address: Address) -> bool:
    """Whether an address belongs to a private network."""
    return any(
        address.version == network.version and address in network for network in LOCAL_NETWORKS
    )


def is_own_domain(hostname: str) -> bool:
    """Whether everything below this machine's own name is surely not somebody else's.

    A single word could be a top-level domain, and then an authority permitted for 'wang' could
    vouch for half the shops of a country. Top-level domains have letters only, so a digit or a
    hyphen tells a machine's name; xn-- begins an encoded one.
    """
    if "." in hostname:
        return True
    return not hostname.isalpha() and not hostname.startswith("xn--")


def url_host(address: Address) -> str:
    """An address as a URL writes it."""
    return f"[{address}]" if address.version == 6 else str(address)


def _interface_addresses() -> list[Address]:
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips]
    # IPv6 comes as (address, flow, zone); a link-local one is no use in a browser without a zone.
    texts = [ip if isinstance(ip, str) else ip[0] for ip in found]
    addresses = [ipaddress.ip_address(text.split("%")[0]) for text in texts]
    return [
        address for address in addresses if not (address.version == 6 and address.is_link_local)
    ]


def _usefulness(address: Address) -> tuple[bool, ...]:
    """Sort key: the way out of this machine, then IPv4, then all that a phone rarely reaches."""
    inside_host = ipaddress.ip_network("172.17.0.0/16")  # the bridge of containers
    return (
        address.is_loopback,
        address != _address_towards_the_router(),
        address.version == 6,
        address.is_link_local,
        address.version == 4 and address in inside_host,
    )


def _address_towards_the_router() -> Address | None:
    """The address of the interface with the default route; connecting a datagram sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))
        except OSError:
            return None
        return ipaddress.ip_address(probe.getsockname()[0])
