"""What of this room moves along when a customer goes into another. Dossiers and facts hang on
their contacts, and go where those go."""

from customers.merging.belongings import Belongings, Link, register_moving
from customers.merging.people import OfPerson, register_of_person

register_moving(
    Belongings("intel.Department"),
    Belongings("intel.RivalProduct"),
    links=(
        Link("intel.Department", "pk", "parent"),
        Link("intel.Department", "pk", "head"),
        Link("intel.Dossier", "contact", "department"),
    ),
)
register_of_person(
    OfPerson("intel.Department", "head"),
    OfPerson(
        "intel.Dossier",
        fills=("department_id", "level", "function", "roles", "stance", "is_coach"),
    ),
    OfPerson("intel.Fact"),
)
