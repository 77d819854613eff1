"""Tests of port leases."""

import socket

import pytest

from tests.lab import PortTaken, lease_port, lease_ports
from tests.lab.ports import LOOPBACK

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_leases_do_not_overlap() -> None:
    with lease_ports(3) as first, lease_ports(3) as second:
        assert len({*first, *second}) == 6


def test_a_leased_port_can_be_listened_on_but_not_leased_again() -> None:
    with lease_ports(1) as (port,):
        with pytest.raises(PortTaken, match=str(port)), lease_port(port):
            pass
        with socket.create_server((LOOPBACK, port)):
            pass


def test_a_lease_ends_with_its_block() -> None:
    with lease_ports(1) as (port,):
        pass
    with lease_port(port) as again:
        assert again == port


def test_a_port_that_somebody_listens_on_is_taken() -> None:
    with lease_ports(1) as (port,):
        pass
    with (
        socket.create_server((LOOPBACK, port)),
        pytest.raises(PortTaken),
        lease_port(port),
    ):
        pass
