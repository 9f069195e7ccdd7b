"""Forecasts every customer a second time and says whose row differs; exit 1 if any does."""

from django.core.management.base import BaseCommand, CommandError

from customers import audit
from customers.models import Customer
from customers.release import auditing

DIFFERENCES_SHOWN = 20


class Command(BaseCommand):
    help = "Work out anew when every customer is released, and compare with what is written."

    def handle(self, *args, **options):
        with audit.snapshot():
            customers = Customer.objects.count()
            differences = list(auditing.differences())
        for difference in differences[:DIFFERENCES_SHOWN]:
            self.stdout.write(str(difference))
        sentence = f"{customers} customers, {len(differences)} differences"
        if differences:
            raise CommandError(sentence)
        self.stdout.write(sentence)
