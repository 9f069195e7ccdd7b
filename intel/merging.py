"""What of this room moves along when a customer goes into another. Dossiers and facts hang on
their contacts, and go where those go."""

from customers.merging.belongings import Belongings, Link, register_moving

register_moving(
    Belongings("intel.Department"),
    Belongings("intel.RivalProduct"),
    links=(
        Link("intel.Department", "pk", "parent"),
        Link("intel.Department", "pk", "head"),
        Link("intel.Dossier", "contact", "department"),
    ),
)
