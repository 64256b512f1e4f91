"""A helpdesk that answers as Freshdesk's REST API v2 does, over an account in memory."""

from sandbox.freshdesk.account import Account
from sandbox.freshdesk.app import App
from sandbox.freshdesk.demo import demo_account
from sandbox.freshdesk.faults import Faults
from sandbox.freshdesk.limits import Limits

__all__ = ["Account", "App", "Faults", "Limits", "demo_account"]
