"""Tokens at rest: encrypted, expiring, and nowhere else.

The key is `SECRET_KEY`, or a file of mode 600 made at first start. A token is handed to a run as
part of its context and is never put into state, events, plans, job records or error texts.
"""

import base64
import hashlib
import hmac
import logging
import os
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Connection, Executable, bindparam, delete, select

from tools.errors import CannotStart
from tools.records import Records
from tools.records.compiled import Compiled, insert_or
from tools.records.store import Work
from tools.records.tables import credentials

TTL_SECONDS = 30 * 86_400

# What the key is told by: it stands among what it seals, and outlives all of it.
_WITNESS = "vault:key"
_FOR_EVER = 1e11  # seconds since 1970

_logger = logging.getLogger("notionforge.vault")


class Vault:
    """Keeps secrets by name, such as `thread:<id>`."""

    def __init__(self, records: Records, key: bytes) -> None:
        self._records = records
        self._cipher = Fernet(key)
        self._key = hashlib.sha256(b"names" + key).digest()

    async def join(self, are_others: Work[bool]) -> None:
        """Sees to it that what one server seals all can open: of a key that is changed it tells,
        unless `are_others` finds servers that go on with the former. Raises CannotStart,
        StorageFailed."""
        message = (
            "SECRET_KEY is another than that of the servers which use the database of "
            "DATABASE_URL: set the same for all, or stop them all to change it"
        )

        def join(connection: Connection) -> bool:
            row = _SECRET(connection, {"whose": _WITNESS, "now": 0.0}).fetchone()
            if row is not None and self._opened(row) is not None:
                return False
            if row is not None and are_others(connection):
                raise CannotStart(message)
            _run(connection, _putting(self._cipher, _WITNESS, "", _FOR_EVER))
            return row is not None

        if await self._records.write(join):
            _logger.warning("SECRET_KEY was changed: what was kept is closed to it")

    def sign(self, name: str) -> str:
        """128 bits, in hexadecimal, that nobody can tell for a name without the vault's key."""
        return hmac.new(self._key, name.encode(), hashlib.sha256).hexdigest()[:32]

    def key_for(self, purpose: str) -> bytes:
        """32 bytes for what seals by itself, the same as long as the vault's key is."""
        return hmac.new(self._key, f"key for {purpose}".encode(), hashlib.sha256).digest()

    def seal(self, content: bytes) -> bytes:
        """Something of any size for a file, as only this vault can open it. Takes a while: for a
        thread beside the loop."""
        return self._cipher.encrypt(content)

    def unsealed(self, sealed: bytes, ttl: float) -> bytes | None:
        """What was sealed less than `ttl` seconds ago; None for all else."""
        try:
            return self._cipher.decrypt(sealed, ttl=int(ttl))
        except InvalidToken:
            return None

    async def put(self, name: str, secret: str, ttl: float = TTL_SECONDS) -> None:
        """Keeps a secret for `ttl` seconds, in place of what was there."""
        await self._records.write(lambda connection: self.keep(connection, name, secret, ttl))

    def keep(
        self, connection: Connection, name: str, secret: str, ttl: float = TTL_SECONDS
    ) -> None:
        """Within a transaction: as `put`."""
        _run(connection, _putting(self._cipher, name, secret, time.time() + ttl))

    async def get(self, name: str) -> str | None:
        """The secret, or None where there is none, or it expired, or the key changed."""
        wanted = {"whose": name, "now": time.time()}
        return self._opened(await self._records.read(lambda c: _SECRET(c, wanted).fetchone()))

    async def take(self, name: str) -> str | None:
        """The secret, for one of those who come for it; nobody gets it again."""
        this = (credentials.c.name == name) & (credentials.c.expires_at > time.time())
        taken = delete(credentials).where(this).returning(credentials.c.secret)
        return self._opened(await self._records.write(lambda c: c.execute(taken).fetchone()))

    def _opened(self, row: Any) -> str | None:
        if row is None:
            return None
        try:
            return self._cipher.decrypt(row[0]).decode()
        except InvalidToken:
            return None

    async def drop(self, name: str) -> None:
        await self._records.write(lambda connection: self.forget(connection, (name,)))

    def forget(self, connection: Connection, names: Collection[str]) -> None:
        """Within a transaction: as `drop`."""
        _run(connection, delete(credentials).where(credentials.c.name.in_(names)))

    async def sweep(self) -> None:
        """Forgets what has expired."""
        statement = delete(credentials).where(credentials.c.expires_at <= time.time())
        await self._records.write(lambda connection: _run(connection, statement))


_SECRET = Compiled(
    select(credentials.c.secret).where(
        credentials.c.name == bindparam("whose"), credentials.c.expires_at > bindparam("now")
    )
)


def load_key(secret_key: str | None, folder: Path) -> bytes:
    """The encryption key: derived from `SECRET_KEY`, else from a key file in the data folder.

    `SECRET_KEY` may be what such a file holds, so that whoever moves to several servers keeps its
    key. Raises CannotStart for a file that holds no key, OSError for one that cannot be used.
    """
    if secret_key and _is_key(secret_key.encode()):
        return secret_key.encode()
    if secret_key:
        digest = hashlib.scrypt(secret_key.encode(), salt=b"notionforge", n=2**14, r=8, p=1)
        return base64.urlsafe_b64encode(digest[:32])
    path = folder / "secret.key"
    if not path.exists():
        _keep(Fernet.generate_key(), path)
    return _checked(path.read_bytes(), path)


def _keep(key: bytes, path: Path) -> None:
    """Writes aside and renames: a crash leaves no key or a whole one."""
    aside = path.with_suffix(".new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(descriptor)
    aside.replace(path)


def _checked(key: bytes, path: Path) -> bytes:
    if not _is_key(key):
        message = (
            f"{path} holds no key: put a backup in its place, or delete it "
            "(tokens that were entered then have to be entered again)"
        )
        raise CannotStart(message)
    return key


def _is_key(key: bytes) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def bear_witness(connection: Connection, key: bytes) -> None:
    """Within a transaction: says which key all that is kept there was sealed with, where nothing
    says so."""
    if _SECRET(connection, {"whose": _WITNESS, "now": 0.0}).fetchone() is None:
        _run(connection, _putting(Fernet(key), _WITNESS, "", _FOR_EVER))


def forget_witness(connection: Connection) -> None:
    """Within a transaction, where nothing else was sealed: any key may come."""
    _run(connection, delete(credentials).where(credentials.c.name == _WITNESS))


def _putting(cipher: Fernet, name: str, secret: str, expires_at: float) -> Executable:
    row = {"name": name, "secret": cipher.encrypt(secret.encode()), "expires_at": expires_at}
    statement = insert_or(credentials).values(row)
    return statement.on_conflict_do_update(index_elements=["name"], set_=row)


def _run(connection: Connection, statement: object) -> None:
    connection.execute(statement)  # type: ignore[call-overload]
