"""Who decides a request: the owner, the owner's manager, or a manager of both sides."""

from crm.models import User
from crm.people.reporting import direct_manager_of


def decider_for(customer, kind, by) -> User | None:
    """The one person to ask; None where only an administrator can decide."""
    if kind == "dispute":
        return manager_of_both(customer, by)
    if kind == "access" and customer.owner.is_active:
        return customer.owner
    return direct_manager_of(customer.owner)


def manager_of_both(customer, by) -> User | None:
    """The nearest manager above `by` who leads the customer too and is no party."""
    met: set[int] = set()
    manager = direct_manager_of(by)
    while manager is not None and manager.pk not in met:
        if manager.pk != customer.owner_id and customer.is_led_by(manager):
            return manager
        met.add(manager.pk)
        manager = direct_manager_of(manager)
    return None


def may_decide(request, user) -> bool:
    """Whether `user` may decide it, whoever was asked. Nobody decides what they asked for."""
    customer = request.customer
    if user.pk == request.by_id:
        return False
    if request.kind == "access":
        return customer.is_held_by(user)
    if request.kind == "dispute":
        over_both = user.is_admin or user.manages(request.by)
        return over_both and customer.is_led_by(user) and customer.owner_id != user.pk
    return customer.is_led_by(user)


def those_asked(request) -> list[User]:
    return [request.asked] if request.asked else list(User.objects.admins())
