"""The rules of the demo company: the standard ones for months, a region's own, some to come."""

from dataclasses import replace
from datetime import date, timedelta

from crm.days import start_of
from crm.models import Team
from crm.people.demo import REGIONS, Company
from customers.models import Category, RuleVersion
from customers.rules.presets import PRESETS
from customers.rules.sections import Pools, Route
from customers.rules.setting import drafted, set_rules

IN_FORCE, TUNED = timedelta(days=200), timedelta(days=80)


def build(company: Company, today: date) -> RuleVersion:
    """What has been in force since long before today; gives the company's version."""
    standard = PRESETS["standard"].sections()
    routed = {**standard, "pools": Pools(tuple(routes(company)))}
    version = past_version(company, None, routed, today - IN_FORCE, "试行一个季度后定稿")
    version.preset = "standard"
    version.save(force_insert=True)
    east = {"sharing": replace(standard["sharing"], may_reshare=True)}
    past_version(company, company.regions[0], east, today - TUNED, "华东大项目多，允许转分享").save(
        force_insert=True
    )
    return version


def routes(company: Company):
    """What lies in a province goes to the pool of the region that serves it."""
    ids = dict(Category.objects.filter(axis__key="region").values_list("code", "pk"))
    for region, (_name, provinces, _groups) in zip(company.regions, REGIONS, strict=True):
        for code in provinces:
            yield Route(ids[code], region.pk)


def past_version(company, team: Team | None, sections, day: date, note: str) -> RuleVersion:
    version = drafted(team, sections, day)
    version.created_by, version.note = company.admin, note
    version.created_at = start_of(day - timedelta(days=3))
    return version


def announce(company: Company, today: date) -> RuleVersion:
    """What the south will be bound by from the first of next month; those hit are told."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    strict = PRESETS["strict"].sections()
    chosen = {key: strict[key] for key in ("claim_limit", "warning")}
    draft = drafted(company.regions[1], chosen, first)
    return set_rules(draft, by=company.admin, note="华南线索多，试行严格规则")
