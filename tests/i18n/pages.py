"""Every page there is, found in the URL configuration, and records to open them with."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import Parameter, signature
from io import BytesIO
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from crm.grid.changes.models import ChangeSet
from crm.grid.exporting.models import ExportRecord
from crm.grid.removing.models import Removal
from crm.grid.saved.models import SavedView
from crm.notices.models import Notice
from customers.imports.reading import files
from customers.imports.reading.staging import USUAL, read_into
from customers.merging.merging import merge
from customers.models import (
    Axis,
    Batch,
    BatchRow,
    BulkRun,
    Category,
    Customer,
    DuplicatePair,
    HandOver,
    ImportRow,
    RowCheck,
    SheetImport,
)
from customers.registry import panels
from tests.factories import make_customer

FIRST = 700_000
FACTORIES = sorted(Path(__file__).parents[1].glob("factories*.py"))
# What else URLs take, by the argument's name; `words_for` knows the pages that differ.
WORDS = {"key": "industry", "direction": "up", "uidb36": "0"}
WORDS |= {"kind": "access", "verb": "claim", "host": "customer"}
WORDS |= {"code": "aaaaaaaaaa", "target": "address", "decision": "skip"}
WORDS |= {"year": "2026", "day": "2026-10-01"}

# What a page must be asked besides.
QUERIES = {"sales:order_line": "?lines-TOTAL_FORMS=1"}
QUERIES |= {"grids:cell": f"?id={FIRST}&column=name", "grids:edit": f"?ids={FIRST}"}

QUERIES |= {"grids:delete": f"?ids={FIRST}", "grids:row": f"?id={FIRST}"}
QUERIES |= {"customers:import_rows_decide": f"?ids={FIRST}"}


def words_for(name) -> list[dict[str, str]]:
    """The sets of words to open a page with, one request each."""
    if name == "customers:panel":
        return [{"key": panel.key} for panel in panels()]
    if name == "grids:delete":
        return [WORDS | {"key": "contacts"}]
    if name.startswith("grids:"):
        return [WORDS | {"key": "customers"}]
    if name.startswith("people:sheet"):
        return [WORDS | {"kind": kind} for kind in ("people", "teams")]
    if name == "customers:bulk_sheet":
        return [WORDS | {"kind": "csv"}]
    return [WORDS]


@dataclass(frozen=True)
class Page:
    """A named URL; `numbers` and `words` are the arguments it takes."""

    name: str
    numbers: frozenset[str]
    words: frozenset[str]

    @property
    def urls(self) -> list[str]:
        """Raises KeyError, naming it, for an argument that WORDS does not know."""
        numbers = dict.fromkeys(self.numbers, FIRST)
        given = [{word: words[word] for word in self.words} for words in words_for(self.name)]
        query = QUERIES.get(self.name, "")
        return [reverse(self.name, kwargs=numbers | words) + query for words in given]

    @property
    def takes_arguments(self) -> bool:
        return bool(self.numbers or self.words)

    @property
    def room(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else "account"


def all_pages() -> list[Page]:
    return sorted(set(_pages(get_resolver())), key=lambda page: page.name)


def _pages(resolver, namespace="", numbers=frozenset(), words=frozenset()) -> Iterator[Page]:
    for pattern in resolver.url_patterns:
        own_numbers, own_words = _arguments(pattern.pattern)
        known = (numbers | own_numbers, words | own_words)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _pages(pattern, namespace + inner, *known)
        elif pattern.name:
            yield Page(namespace + pattern.name, *known)


def _arguments(pattern):
    names, converters = set(pattern.regex.groupindex), pattern.converters
    numbers = {name for name in names if isinstance(converters.get(name), IntConverter)}
    return numbers, names - numbers


def make_everything(user):
    """One record of every factory, numbered FIRST, its texts in «guillemets».

    `user` gets the customers, the notices, a passkey, an authenticator app and recovery codes.
    """
    _count_from(FIRST)
    make_axis()
    for make in all_factories():
        make()
    upload_a_sheet(user)
    find_a_pair(user)
    hand_over_to(user)
    share_one_batch(user)
    make_second_factors(user)
    mark_data()


def make_axis():
    names = {"name_zh": "行业", "name_en": "Industry"}
    axis, _ = Axis.objects.get_or_create(key=WORDS["key"], defaults={"position": 1} | names)
    Category.objects.create(axis=axis, **names)


def upload_a_sheet(user):
    """A kept upload, one row of which was compared; rows are numbered like all else here."""
    sheet = SheetImport.objects.get(pk=FIRST)
    sheet.upload = files.keep(BytesIO("«Name»,«Address»\n«1»,«2»\n".encode()))
    read_into(sheet, USUAL)
    sheet.save(update_fields=["upload"])
    ImportRow.objects.create(sheet_import=sheet, number=FIRST, cells=["1", "2"])
    RowCheck.objects.create(sheet_import=sheet, number=FIRST, name="1", verdict="new")


def find_a_pair(user):
    one, other, third = (make_customer(owner=user) for _ in range(3))
    merge(one, other, by=user)
    said = {"reasons": ["name"], "strength": 3, "is_whole": True, "is_open": True}
    DuplicatePair.objects.create(a=one, b=third, **said)


def hand_over_to(user):
    """Facts are read by the owner of a customer, notices by their own reader: being an administrator
    is not enough."""
    Customer.objects.filter(owner__isnull=False).update(owner=user)
    Notice.objects.update(user=user)
    ExportRecord.objects.update(by=user)
    Removal.objects.update(by=user)


def share_one_batch(user):
    """A hand-over and a bulk action are numbered by their batch, and a night has the first."""
    Batch.objects.update(by=user)
    for model in (HandOver, BulkRun, BatchRow):
        model.objects.update(batch=FIRST)
    ChangeSet.objects.update(by=user)
    SavedView.objects.update(owner=user)


def all_factories():
    """The functions make_… that need no argument."""
    for module in (import_module(f"tests.{path.stem}") for path in FACTORIES):
        made = (thing for name, thing in vars(module).items() if name.startswith("make_"))
        yield from (make for make in made if not any(map(is_required, parameters(make))))


def parameters(function):
    return signature(function).parameters.values()


def is_required(parameter):
    is_variable = parameter.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
    return parameter.default is Parameter.empty and not is_variable


def make_second_factors(user):
    WebAuthn.add(user, "«1»", passkey())
    TOTP.activate(user, "7")
    RecoveryCodes.activate(user)


def passkey():
    """What a browser answers when a passkey is made; its key fits no device."""
    key = AttestedCredentialData.create(bytes(16), b"1", ES256({1: 2, 3: -7, -1: 1, -2: 2, -3: 3}))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(bytes(32), flags, 1, key)
    asked = CollectedClientData.create("webauthn.create", b"1", "http://localhost")
    answer = {
        "clientDataJSON": websafe_encode(asked),
        "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
    }
    number = websafe_encode(b"1")
    return {"id": number, "rawId": number, "type": "public-key", "response": answer}


def _count_from(number):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s, false)"
            " FROM pg_sequences WHERE schemaname = 'public'",
            [number],
        )


def mark_data():
    """Put every text people typed into «guillemets», by which the reader knows it for data."""
    with connection.cursor() as cursor:
        # The ledger refuses changes but for this flag.
        cursor.execute("SET LOCAL zhibi.erasing = 'on'")
    for model in apps.get_models():
        for column in filter(is_typed, model._meta.local_concrete_fields):
            filled = model._base_manager.exclude(**{column.name: ""})
            filled.update(**{column.name: in_guillemets(column.name)})
    mark_sheets()


def mark_sheets():
    """The cells of a staged sheet are typed too."""
    for sheet in SheetImport.objects.all():
        SheetImport.objects.filter(pk=sheet.pk).update(header=[f"«{h}»" for h in sheet.header])
    for row in ImportRow.objects.all():
        ImportRow.objects.filter(pk=row.pk).update(cells=[f"«{cell}»" for cell in row.cells])


def in_guillemets(name):
    return Concat(Value("«"), F(name), Value("»"), output_field=models.TextField())


def is_typed(column) -> bool:
    """Free text: no choice, no key, nothing that is derived or parsed."""
    is_text = type(column) in (models.CharField, models.TextField)
    is_ours = column.model._meta.app_label in {"auth", "crm", "customers", "sales", "intel"}
    is_free = column.editable and not column.choices and column.name not in ("password", "verb")
    return is_text and is_ours and is_free
