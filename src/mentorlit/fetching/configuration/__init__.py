"""How the user wants the network used: a file of settings, the environment, and options over both.

See docs/explanations/network.md for what the file may hold.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mentorlit.fetching.configuration import contents, values
from mentorlit.fetching.configuration.contents import Contents
from mentorlit.fetching.configuration.keys import keys_of
from mentorlit.fetching.configuration.merging import SEARCH, orders_of, rows_of
from mentorlit.network.policy import Policy
from mentorlit.services import Access, table

FILE_VARIABLE: Final = "MENTORLIT_CONFIG"
MAILTO_VARIABLE: Final = "MENTORLIT_MAILTO"


class Given(msgspec.Struct, frozen=True):
    """What options say; empty means that they were not given."""

    config: str = ""
    mailto: str = ""
    cache: str = ""
    refresh: bool = False
    offline: bool = False
    allow_hosts: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    proxy: str = ""


class Configuration(msgspec.Struct, frozen=True):
    """What holds for a run.

    ``rows`` are the tables of the services with the user's settings over them, ``orders`` which
    services are asked for each scheme.
    """

    policy: Policy
    cache: str
    refresh: bool
    rows: Mapping[str, Mapping[str, Any]]
    orders: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, str]

    def access(self, service: str) -> Access:
        """Return how a service is asked."""
        row = self.rows[service]
        base = str(row["base"]).rstrip("/")
        return Access(base, self.policy.mailto, self.keys.get(service, ""), row)

    def interval(self, service: str) -> float:
        """Return the seconds between two questions to a service; ``""`` is any other host."""
        if not service:
            return float(table()["pace"]["interval"])
        row = self.rows[service]
        if self.keys.get(service) and "keyed-interval" in row:
            return float(row["keyed-interval"])
        if self.policy.mailto and "polite-interval" in row:
            return float(row["polite-interval"])
        return float(row["interval"])

    def stops(self, service: str) -> tuple[int, ...]:
        """Return the statuses after which a service is not asked again in this run."""
        return tuple(self.rows[service].get("stops", ())) if service else ()

    def searches(self) -> tuple[str, ...]:
        """Return the services that are asked for a title, one after the other."""
        named = self.orders[SEARCH]
        return tuple(name for name in named if self.rows[name].get("searches"))

    def order(self, scheme: str) -> tuple[str, ...]:
        """Return the services that are asked for a scheme, those without an address left out."""
        named = self.orders[scheme]
        return tuple(name for name in named if self.rows[name]["base"] or name == "page")


def configured(
    given: Given, environment: Mapping[str, str], default_file: str = ""
) -> Configuration:
    """Return what holds: options before the environment, before the file, before the tables.

    ``default_file`` is read if it is there and no other file is named.

    Raises:
        UsageError: a file cannot be read, or something says what it cannot say. The message names
            the option, the variable, or the file and the setting; keys are never shown.

    """
    stated = _contents(given, environment, default_file)
    rows = rows_of(stated)
    return Configuration(
        policy=_policy(given, environment, stated),
        cache=values.home("--cache", given.cache) or stated.cache,
        refresh=given.refresh,
        rows=rows,
        orders=orders_of(stated, rows, given.via),
        keys=keys_of(stated, rows, environment),
    )


def _contents(given: Given, environment: Mapping[str, str], default_file: str) -> Contents:
    if given.config:
        return contents.read(given.config, "--config")
    if named := environment.get(FILE_VARIABLE, ""):
        return contents.read(named, FILE_VARIABLE)
    return contents.read(default_file) if default_file else Contents()


def _policy(given: Given, environment: Mapping[str, str], stated: Contents) -> Policy:
    mailto = values.mailto("--mailto", given.mailto)
    if not mailto:
        mailto = values.mailto(MAILTO_VARIABLE, environment.get(MAILTO_VARIABLE, ""))
    policy = Policy(
        offline=given.offline,
        allowed_hosts=(*values.hosts("--allow-host", given.allow_hosts), *stated.allow_hosts),
        mailto=mailto or stated.mailto,
        proxy=values.proxy("--proxy", given.proxy) or stated.proxy,
        certificates=stated.certificates,
        retries=stated.retries,
    )
    return msgspec.structs.replace(policy, **stated.timeouts)
