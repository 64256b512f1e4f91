"""The demo account: deterministic tickets of one shop's customers in Korean, English and Japanese.

Ticket number n was written at a time that depends on n alone, so an account opened later holds the
same tickets and newer ones, whose predecessors have left: as if the shop had gone on. What is still
to come on the latest ones has not happened yet.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sandbox.freshdesk.account import FIRST_ID, Account, Json, stamp

TICKETS = 300
LANGUAGES = ("ko", "en", "ja")
_EPOCH = 1_735_689_600  # 2025-01-01, when ticket 0 was written
_PACE_SECONDS = 4 * 3600  # between two tickets
_LIFE_SECONDS = 3 * 86_400  # after which nothing happens to a ticket any more
_FOLDER = Path(__file__).parent / "texts"
_AGENTS = ("이수현", "James Park", "森田真央", "박하린")
_STATUSES = {2: "Open", 3: "Pending", 4: "Resolved", 5: "Closed", 6: "Waiting on Customer"}
_CONTACT_IDS, _COMPANY_IDS, _SOLUTION_IDS = 8_000, 9_000, 5_000  # where each kind's ids begin


@cache
def _texts(language: str) -> Json:
    path = _FOLDER / f"{language}.yaml"
    texts: Json = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return texts


def demo_account(
    size: int = TICKETS, *, key: str = "demo", clock: Callable[[], float] = time.time
) -> Account:
    """An account with its newest `size` tickets as of now."""
    account = Account(key, clock)
    account.languages = LANGUAGES
    _add_people(account)
    _add_solutions(account)
    newest = int((clock() - _PACE_SECONDS - _EPOCH) // _PACE_SECONDS)
    for number in range(newest - size, newest):
        _Writer(account, number).write()
    return account


def _add_people(account: Account) -> None:
    long_ago = {"created_at": stamp(_EPOCH), "updated_at": stamp(_EPOCH)}
    for number, name in enumerate(_AGENTS, 1):
        contact = {"name": name, "email": f"agent{number}@helpdesk.example"}
        account.agents.append({"id": number, "contact": contact, "available": True, **long_ago})
    account.groups = [{"id": 1, "name": "고객지원팀", "description": None, **long_ago}]
    for language in LANGUAGES:
        for name in _texts(language)["companies"]:
            number = _COMPANY_IDS + len(account.companies)
            account.companies.append({"id": number, "name": name, "domains": [], **long_ago})
        for name in _texts(language)["people"]:
            number = _CONTACT_IDS + len(account.contacts)
            email = f"customer{number}@example.com"
            told = {"id": number, "name": name, "email": email, "phone": None, "mobile": None}
            account.contacts.append({**told, "company_id": None, "active": True, **long_ago})
    types = [topic["type"] for topic in _texts("ko")["topics"].values()]
    statuses = {str(number): [name, name] for number, name in _STATUSES.items()}
    priorities = {"Low": 1, "Medium": 2, "High": 3, "Urgent": 4}
    account.ticket_fields = [
        {"id": 1, "name": "status", "label": "Status", "choices": statuses},
        {"id": 2, "name": "priority", "label": "Priority", "choices": priorities},
        {"id": 3, "name": "ticket_type", "label": "Type", "choices": types},
    ]


def _add_solutions(account: Account) -> None:
    """A category with a folder a topic, the last two of them below the first."""
    long_ago = {"created_at": stamp(_EPOCH), "updated_at": stamp(_EPOCH)}
    account.categories = [{"id": _SOLUTION_IDS, "name": "도움말", "description": None, **long_ago}]
    for place, (key, topic) in enumerate(_texts("ko")["topics"].items(), 1):
        number, parent = _SOLUTION_IDS + place, _SOLUTION_IDS + 1 if place > 4 else None
        folder = {"id": number, "name": topic["type"], "visibility": 1, **long_ago}
        account.folders.append({**folder, "category_id": _SOLUTION_IDS, "parent_folder_id": parent})
        for language in LANGUAGES:
            article = _article(_texts(language)["topics"][key]["article"], number, place)
            account.articles.setdefault(language, []).append({**article, **long_ago})


def _article(text: Json, folder: int, place: int) -> Json:
    """One in six is still a draft."""
    body = "".join(f"<p style='font-size:14px'>{line}</p>" for line in text["body"])
    return {
        "id": folder + 100,
        "type": 1,
        "category_id": _SOLUTION_IDS,
        "folder_id": folder,
        "title": text["title"],
        "description": f"<h2>{text['title']}</h2>{body}",
        "description_text": " ".join(text["body"]),
        "status": 1 if place == 6 else 2,
        "agent_id": 1,
        "tags": [],
        "hits": place * 37,
        "thumbs_up": place * 3,
        "thumbs_down": place % 2,
    }


class _Writer:
    """Writes one ticket with all that was said on it."""

    def __init__(self, account: Account, number: int) -> None:
        self._account = account
        self._number = number
        self._chance = chance = random.Random(f"ticket {number}")  # noqa: S311 - no secret
        language = chance.choices(LANGUAGES, (6, 3, 2))[0]
        self._texts = texts = _texts(language)
        self._key = chance.choice(list(texts["topics"]))
        self._topic: Json = texts["topics"][self._key]
        people = [name for tongue in LANGUAGES for name in _texts(tongue)["people"]]
        companies = [name for tongue in LANGUAGES for name in _texts(tongue)["companies"]]
        person, company = chance.choice(texts["people"]), chance.choice(texts["companies"])
        self._requester = _CONTACT_IDS + people.index(person)
        self._company = _COMPANY_IDS + companies.index(company)
        self._agent = chance.randrange(len(_AGENTS))
        self._at = _EPOCH + number * _PACE_SECONDS + chance.randrange(_PACE_SECONDS // 2)
        self._fill = {
            "person": person,
            "company": company,
            "product": chance.choice(texts["products"]),
            "order": f"{chance.randrange(10**7):07}",
            "amount": f"{chance.randrange(8, 400) * 1000:,}",
            "month": (number // 180) % 12 + 1,
            "agent": _AGENTS[self._agent],
        }

    def write(self) -> None:
        chance, created = self._chance, self._at
        problem = self._say("problems")
        said = [self._filled("greeting"), problem, self._filled("thanks")]
        ticket_id = self._account.add_ticket(
            FIRST_ID // 2 + self._number,
            subject=self._say("subjects"),
            **_html(said),
            type=_texts("ko")["topics"][self._key]["type"],
            tags=_texts("ko")["topics"][self._key]["tags"][: chance.randrange(3)],
            priority=chance.choices((1, 2, 3, 4), (5, 4, 2, 1))[0],
            source=chance.choice((1, 1, 1, 2, 3, 7, 9)),
            requester_id=self._requester,
            company_id=self._company,
            responder_id=self._agent + 1,
            group_id=1,
            custom_fields={"cf_order": self._fill["order"]},
            created_at=stamp(created),
        )
        self._talk(ticket_id, said)
        status = 2 if chance.random() < 0.15 else chance.choice((3, 4, 4, 5, 5, 6))
        hidden = {"spam": chance.random() < 0.02, "deleted": chance.random() < 0.03}
        changes: Json = {"status": status, **hidden, "updated_at": stamp(self._at)}
        if chance.random() < 0.15:
            name, kind, content = self._file()
            at = {"id": self._id(0), "created_at": stamp(created), "updated_at": stamp(created)}
            changes["attachments"] = [self._account.attach(name, kind, content, **at)]
        self._account.update(ticket_id, **changes)

    def _talk(self, ticket_id: int, said: list[str]) -> None:
        """So many messages as a lognormal draw says; what was said before is quoted."""
        chance, fill = self._chance, self._fill
        for turn in range(min(30, int(chance.lognormvariate(1.1, 0.8)))):
            following = self._at + chance.randrange(60, _LIFE_SECONDS // 32)
            if following > self._account.clock():
                return  # it is still to come
            self._at = following
            kind = "notes" if chance.random() < 0.22 else ("answers", "followups")[turn % 2]
            lines = [self._say(kind)]
            if kind == "answers":
                lines = [self._filled("hello"), *lines, self._filled("closing")]
            when = stamp(self._at)
            quoted = [self._texts["wrote"].format(**fill, when=when), *said] if turn else []
            text = _html(lines, [] if kind == "notes" else quoted)
            self._account.add_conversation(
                ticket_id,
                id=self._id(turn + 1),
                body=text["description"],
                body_text=text["description_text"],
                incoming=kind == "followups",
                private=kind == "notes",
                source=2 if kind == "notes" else 0,
                user_id=self._requester if kind == "followups" else self._agent + 1,
                created_at=when,
            )
            if kind != "notes":  # what is private is quoted to nobody
                said = lines

    def _file(self) -> tuple[str, str, bytes]:
        text = f"{self._fill['order']}\n{self._say('problems')}\n"
        if self._chance.random() < 0.5:
            return f"order-{self._fill['order']}.txt", "text/plain", text.encode()
        page = f"<html><body><p>{text}</p></body></html>"
        return "statement.html", "text/html", page.encode()

    def _id(self, place: int) -> int:
        """Of what belongs to the ticket; the same whenever the account is opened."""
        return 2 * FIRST_ID + 100 * self._number + place

    def _say(self, kind: str) -> str:
        line: str = self._chance.choice(self._topic[kind])
        return line.format(**self._fill)

    def _filled(self, kind: str) -> str:
        line: str = self._texts[kind]
        return line.format(**self._fill)


def _html(lines: list[str], quoted: list[str] | None = None) -> dict[str, Any]:
    """As mail clients write it: a style on every line, and the mail before it below."""
    style = "font-family:'Segoe UI',sans-serif;font-size:14px;margin:0 0 8px"
    body = "".join(f'<div style="{style}">{line}</div>' for line in lines)
    text = " ".join(lines)
    if quoted:
        inner = "".join(f'<div style="{style}">{line}</div>' for line in quoted)
        body += f'<blockquote class="freshdesk_quote">{inner}</blockquote>'
        text += "\n" + "\n".join(f"> {line}" for line in quoted)
    return {"description": body, "description_text": text}
