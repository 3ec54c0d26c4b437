"""The demonstration: organisations of every kind, people with different roles, and the demo products as studies in
every state. Everything is made through the services of the rooms, so that its history is a true one.

Its people have no password. They are signed in from the list on the sign-in page, which there is only while
TANZUJI_DEMO is on and only for somebody at this machine; elsewhere nobody can become one of them.
"""

from tanzuji.site.demonstration.cast import Account, accounts
from tanzuji.site.demonstration.gate import may_become, offered
from tanzuji.site.demonstration.preparing import prepare

__all__ = ["Account", "accounts", "may_become", "offered", "prepare"]
