"""How forms are drawn: every field of every form, allauth's too, through `_field.html`."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "_form.html"
    field_template_name = "_field.html"
