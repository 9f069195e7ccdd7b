"""What a rule of release is called, by the version that set it and its key."""

from django.utils.translation import gettext as _

from customers.rules.saying_release import rule_name
from customers.rules.sections import Release, section_from


def name_of(version, key: str) -> str:
    """In the reader's language; "" for no rule, the key where the version no longer has it."""
    if not version or not key:
        return ""
    release = section_from(Release, version.sections.get("release", {}))
    return name_among(release.rules, key)


def name_among(rules, key: str) -> str:
    found = next((rule for rule in rules if rule.key == key), None)
    return rule_name(found) if found else _("rule %(key)s") % {"key": key}
