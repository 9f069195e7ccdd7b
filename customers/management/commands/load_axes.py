from django.core.management.base import BaseCommand

from customers.axes_loader import load_standard_axes
from customers.models import Axis, Category


class Command(BaseCommand):
    help = "Adds the standard axes and categories that are missing; changes nothing else."

    def handle(self, **options):
        load_standard_axes()
        axes, categories = Axis.objects.count(), Category.objects.count()
        self.stdout.write(f"{axes} axes, {categories} categories")
