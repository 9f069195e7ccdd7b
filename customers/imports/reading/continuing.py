"""The corrected sheet of an import's refused rows finds that import again."""

from django.utils.crypto import salted_hmac

from customers.imports.mapping import Mapping
from customers.imports.mapping.chosen import users_columns
from customers.models import SheetImport

SIGNED_BY = 8
POLICIES = ("policy", "policy_by_key", "policy_by_phone", "overwrites_hands")


def tag_of(found: SheetImport) -> str:
    """What the sheet of its refused rows is known by. Signed, as another house has imports too."""
    return f"{found.pk}-{signature(found.pk)}"


def import_tagged(tag: str) -> SheetImport | None:
    number, _dash, signed = tag.partition("-")
    if not number.isdecimal() or signed != signature(int(number)):
        return None
    return SheetImport.objects.filter(pk=int(number)).first()


def signature(pk: int) -> str:
    return salted_hmac("customers.imports.tag", str(pk)).hexdigest()[:SIGNED_BY]


def mapping_of_origin(staged: SheetImport) -> Mapping | None:
    """How the columns were matched before, where they are still the same ones."""
    return mapping_as_of(staged.continues, staged.header) if staged.continues else None


def mapping_as_of(origin: SheetImport, header: list[str]) -> Mapping | None:
    """The origin's for a sheet with this header; None where it has other columns."""
    old, new = list(users_columns(origin.header)), list(users_columns(header))
    if [origin.header[n] for n in old] != [header[n] for n in new]:
        return None
    return Mapping.of(origin).moved(dict(zip(old, new, strict=True)))


def continue_origin(staged: SheetImport, tag: str):
    """Takes the policies of the import its rows were refused by; the caller saves it."""
    if origin := import_tagged(tag):
        staged.continues = origin
        staged.kind = origin.kind
        for name in POLICIES:
            setattr(staged, name, getattr(origin, name))
