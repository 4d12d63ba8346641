"""Who complained: kept apart, hashed in the log, and looked up only for a reason."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fupin.access import mask_name
from fupin.errors import AccessError
from fupin.objections import checks
from fupin.objections.checks import ObjectionError
from fupin.objections.rows import newest, next_number
from fupin.store.audit import append
from fupin.store.layout import objection_names
from fupin.store.objected import name_hash
from fupin.typed import same_person

if TYPE_CHECKING:
    from fupin.access import Reader
    from fupin.store import Store

# The class of personal data; neither a list nor an export nor the log has such a name.
COMPLAINANT = "complainant"


def keep_name(connection: sa.Connection, key: str, name: str, author: str) -> None:
    """Write the name beside the objection, in the transaction that adds it."""
    salt = secrets.token_hex(16)
    row = {"seq": next_number(connection, objection_names.c.seq), "objection_key": key}
    detail = row | {"name": name_hash(salt, name)}
    entry = append(connection, author, "objection.named", key, detail)
    values = row | {"at": entry.at, "salt": salt, "name": name}
    connection.execute(sa.insert(objection_names).values(**values))


def reveal(store: Store, reader: Reader, key: str, author: str) -> str:
    """Return who complained, for somebody who has to speak with them; it is logged.

    Raises AccessError where the reader may not see complainants, and ObjectionError
    where it is anonymous or the one who asks is complained of.
    """
    author = checks.worded("author", author, needed=True)
    with store.writing() as connection:
        now = newest(connection, key)
        is_here = reader.villages is None or now["village_id"] in reader.villages
        if COMPLAINANT not in reader.classes or not is_here:
            raise AccessError(
                f"您的身份（{reader.role}）看不到反映人。请找纪检审计",
                f"Your role ({reader.role}) may not see who complained. Ask the audit.",
            )
        if now["person"] and same_person(now["person"], author):
            who = mask_name(author)
            raise ObjectionError(
                f"{who} 是被反映的人，看不到是谁反映的",
                f"{who} is who it is about, and may not see who complained.",
            )
        query = sa.select(objection_names.c.name)
        name = connection.execute(
            query.where(objection_names.c.objection_key == key)
        ).scalar()
        if name is None:
            raise ObjectionError(
                "这一条是匿名的，没有姓名", "It is anonymous: there is no name."
            )
        append(connection, author, "objection.reveal", key, {"objection_key": key})
        return str(name)
