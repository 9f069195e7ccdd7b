"""Recomputes everything derived on customers and says what differs; exit 1 if anything does."""

from django.core.management.base import BaseCommand, CommandError

from customers import audit

DIFFERENCES_SHOWN = 20


class Command(BaseCommand):
    help = "Recompute the access arrays, categories and names of every customer and compare."

    def handle(self, *args, **options):
        with audit.snapshot():
            customers, count = self._check()
        sentence = f"{customers} customers, {count} differences"
        if count:
            raise CommandError(sentence)
        self.stdout.write(sentence)

    def _check(self) -> tuple[int, int]:
        customers = count = 0
        for size, differences in audit.customer_differences():
            customers += size
            count = self._list(differences, count)
        return customers, self._list(audit.contact_differences(), count)

    def _list(self, differences, count) -> int:
        """Prints the first few of all; the number so far."""
        for difference in differences:
            if count < DIFFERENCES_SHOWN:
                self.stdout.write(str(difference))
            count += 1
        return count
