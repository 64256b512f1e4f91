"""A connection carries one request after the other, and an answer is read as HTTP has it."""

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from tests.support.waiting import PATIENCE
from tools.errors import FreshdeskError
from tools.freshdesk import lanes as lanes_module
from tools.freshdesk.client import Freshdesk
from tools.freshdesk.lanes import Lanes
from tools.freshdesk.pace import Pace
from tools.freshdesk.wire import MOST_HEAD_BYTES, Answer, Place, Reply

SAID = b'[{"id": 1}]'
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nX-Left: 7\r\n\r\n%s" % (len(SAID), SAID)
CHUNKED = (
    b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[{"i\r\n7\r\nd": 1}]\r\n0\r\n\r\n'
)
TO_THE_END = b"HTTP/1.1 200 OK\r\n\r\n" + SAID
HINTED = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" + WHOLE


class Host:
    """A host that says the same to each request, and then may hang up."""

    def __init__(self, said: bytes, *, hangs_up: bool, unasked: bytes = b"") -> None:
        self.connections = 0
        self.requests: list[bytes] = []
        self.talks: list[asyncio.Task] = []
        self._said, self._hangs_up, self._unasked = said, hangs_up, unasked
        self.said = asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.talks.append(asyncio.current_task())
        try:
            while head := await _head(reader):
                self.requests.append(head)
                writer.write(self._said)
                await writer.drain()
                self.said.set()
                if self._hangs_up:
                    break
                if self._unasked:
                    await asyncio.sleep(0.01)  # so that the answer before it was read alone
                    writer.write(self._unasked)
        except ConnectionError:
            pass
        finally:
            writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


@asynccontextmanager
async def hosted(host: Host, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    scheme = "http" if tls is None else "https"
    async with await asyncio.start_server(host, "127.0.0.1", 0, ssl=tls) as server:
        yield f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/api?page=2"
        await asyncio.gather(*host.talks)


async def asked(lanes: Lanes, url: str, seconds: float = 30.0, most: int = 1_000_000) -> Reply:
    return await lanes.get(Place.of(httpx.URL(url)), {}, most=most, seconds=seconds)


@asynccontextmanager
async def lanes_to(said: bytes, **behaviour: object) -> AsyncIterator[tuple[Lanes, Host, str]]:
    host, lanes = Host(said, **{"hangs_up": False, **behaviour}), Lanes()
    async with hosted(host) as url:
        yield lanes, host, url
        await lanes.aclose()


@pytest.mark.parametrize("said", [WHOLE, CHUNKED, HINTED])
async def test_a_connection_is_taken_for_the_next_request(said):
    async with lanes_to(said) as (lanes, host, url):
        for _ in range(3):
            assert (await asked(lanes, url)).content == SAID
        assert host.connections == 1
        assert host.requests[0].startswith(b"GET /api?page=2 HTTP/1.1\r\nHost: 127.0.0.1:")


async def test_a_connection_to_a_host_that_is_asked_no_more_is_closed(monkeypatch):
    monkeypatch.setattr(lanes_module, "IDLE_SECONDS", 0.01)
    async with lanes_to(WHOLE) as (lanes, host, url):
        for connections in (1, 2):
            await asked(lanes, url)
            assert host.connections == connections
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*host.talks)  # the host hears that it is over
        assert not lanes._idle


async def test_requests_side_by_side_have_a_connection_each():
    async with lanes_to(WHOLE) as (lanes, host, url):
        for _ in range(2):
            await asyncio.gather(*(asked(lanes, url) for _ in range(5)))
        assert host.connections == 5


async def test_a_body_without_a_length_ends_with_its_connection():
    async with lanes_to(TO_THE_END, hangs_up=True) as (lanes, host, url):
        for _ in range(2):
            assert (await asked(lanes, url)).content == SAID
        assert host.connections == 2


@pytest.mark.parametrize(
    "said",
    [b"", b"HTTP/1.1 200 OK\r\n", WHOLE[:-3], CHUNKED[:-9], b"SSH-2.0-x\r\n\r\n", WHOLE + WHOLE],
)
async def test_what_is_no_whole_answer_is_an_error_of_the_network(said):
    async with lanes_to(said, hangs_up=True) as (lanes, _, url):
        with pytest.raises(httpx.TransportError):
            await asked(lanes, url)


async def test_a_head_without_end_is_given_up():
    line = b"X-More: %s\r\n" % (b"x" * 1000)
    said = b"HTTP/1.1 200 OK\r\n" + line * (2 * MOST_HEAD_BYTES // len(line))
    async with lanes_to(said) as (lanes, _, url):
        with pytest.raises(httpx.RemoteProtocolError):
            await asked(lanes, url)


async def test_what_comes_unasked_is_nobodys_answer():
    stray = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"
    async with lanes_to(WHOLE, unasked=stray) as (lanes, host, url):
        assert (await asked(lanes, url)).content == SAID
        await asyncio.sleep(0.1)  # in which it comes
        assert (await asked(lanes, url)).status == 200
        assert host.connections == 2


async def test_silence_is_a_timeout_and_its_connection_is_not_taken_again():
    async with lanes_to(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n") as (lanes, host, url):
        for _ in range(2):
            with pytest.raises(httpx.ReadTimeout):
                await asked(lanes, url, seconds=0.02)
        assert host.connections == 2


async def test_nobody_there_is_an_error_of_the_network():
    async with lanes_to(WHOLE) as (_, _, url):
        pass
    with pytest.raises(httpx.ConnectError):
        await asked(Lanes(), url)


def certified(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of this machine's own making, and a host that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "helpdesk")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1)
    made = made.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    made = made.not_valid_after(datetime(2126, 1, 1, tzinfo=UTC))
    made = made.add_extension(here, critical=False)
    shown, secret = folder / "shown.pem", folder / "secret.pem"
    shown.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    secret.write_bytes(key.private_bytes(*plain))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(shown, secret)
    return shown, tls


async def test_a_host_is_asked_for_its_certificate(tmp_path, monkeypatch):
    shown, tls = certified(tmp_path)
    host = Host(WHOLE, hangs_up=False)
    async with hosted(host, tls) as url:
        with pytest.raises(httpx.ConnectError):
            await asked(Lanes(), url)
        assert host.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))
        lanes = Lanes()
        for _ in range(2):
            assert (await asked(lanes, url)).content == SAID
        assert len(host.requests) == 2
        assert host.connections == 1
        await lanes.aclose()


@pytest.mark.parametrize("said", [WHOLE, CHUNKED])
async def test_more_than_may_come_is_refused_and_its_connection_is_not_taken_again(said):
    async with lanes_to(said) as (lanes, host, url):
        for _ in range(2):
            with pytest.raises(FreshdeskError):
                await asked(lanes, url, most=len(SAID) - 1)
        assert host.connections == 2
        assert (await asked(lanes, url, most=len(SAID))).content == SAID


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
async def test_a_packed_body_is_unpacked_and_no_more_of_it_than_may_come(pack):
    content = pack(b"x" * 10_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    async with lanes_to(head % len(content) + content) as (lanes, _, url):
        assert (await asked(lanes, url, most=10_000)).content == b"x" * 10_000
        with pytest.raises(FreshdeskError):
            await asked(lanes, url, most=9_999)


async def test_what_is_packed_in_another_way_is_an_error_of_its_content():
    said = WHOLE.replace(b"X-Left: 7", b"Content-Encoding: br")
    async with lanes_to(said) as (lanes, _, url):
        with pytest.raises(httpx.DecodingError):
            await asked(lanes, url)


async def test_nothing_in_a_path_ends_the_line_of_a_request():
    async with lanes_to(WHOLE) as (lanes, host, url):
        base = url.removesuffix("/api?page=2")
        await Freshdesk(base, "demo", lanes, Pace()).list("/x\r\nHost: evil\r\n\r\nGET /y")
        [request] = host.requests
        assert request.startswith(b"GET /api/v2/x%0D%0AHost%3A%20evil%0D%0A%0D%0AGET%20/y?")


def parsed(parts: Sequence[bytes]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    answer = Answer(1_000_000)
    for part in parts:
        answer.feed(part)
    assert answer.is_whole
    return answer.status, answer.headers, answer.reply().content


@given(st.sampled_from([WHOLE, CHUNKED, HINTED]), st.lists(st.integers(1, 120)))
def test_an_answer_is_the_same_however_it_is_cut(said, cuts):
    edges = [0, *sorted({cut for cut in cuts if cut < len(said)}), len(said)]
    parts = [said[begin:end] for begin, end in pairwise(edges)]
    assert parsed(parts) == parsed([said])
