from customers.models.axes import Axis, Category
from customers.models.batch import Batch
from customers.models.bulk import BatchRow, BulkRun
from customers.models.contact import Contact
from customers.models.customer import Customer
from customers.models.duplicate import DuplicatePair, NameKey
from customers.models.external_key import (
    ContactKey,
    CustomerKey,
    ExternalKey,
    customers_by_key,
)
from customers.models.handover import HandOver
from customers.models.import_plan import ImportPlan, PlanFile, PlanRun, PlanStep
from customers.models.imports import ImportRow, SheetImport
from customers.models.known_header import KnownHeader
from customers.models.ledger import LedgerEntry
from customers.models.merge import Merge
from customers.models.own_field import HasOwnFields, OwnField
from customers.models.release import Brake, DryRun, Night, ReleaseWarning
from customers.models.request import Evidence, Request
from customers.models.reveal import Reveal
from customers.models.row_check import RowCheck, RowKey
from customers.models.rules import RuleVersion
from customers.models.share import TeamShare, UserShare
from customers.models.source_system import FieldRank, SourceSystem

__all__ = [
    "Axis",
    "Batch",
    "BatchRow",
    "Brake",
    "BulkRun",
    "Category",
    "Contact",
    "ContactKey",
    "Customer",
    "CustomerKey",
    "DryRun",
    "DuplicatePair",
    "Evidence",
    "ExternalKey",
    "FieldRank",
    "HandOver",
    "HasOwnFields",
    "ImportPlan",
    "ImportRow",
    "KnownHeader",
    "LedgerEntry",
    "Merge",
    "NameKey",
    "Night",
    "OwnField",
    "PlanFile",
    "PlanRun",
    "PlanStep",
    "ReleaseWarning",
    "Request",
    "Reveal",
    "RowCheck",
    "RowKey",
    "RuleVersion",
    "SheetImport",
    "SourceSystem",
    "TeamShare",
    "UserShare",
    "customers_by_key",
]
