from django.urls import path, register_converter

from customers.axes import sheet_views, views


class Direction:
    regex = "up|down"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Direction, "direction")

category = "<slug:key>/categories/<int:pk>/"
urlpatterns = [
    path("", views.axes, name="axes"),
    path("new/", views.new_axis, name="new_axis"),
    path("<slug:key>/", views.axis, name="axis"),
    path("<slug:key>/name/", views.edit_axis, name="edit_axis"),
    path("<slug:key>/moves/<direction:direction>/", views.move_axis, name="move_axis"),
    path("<slug:key>/archive/", views.archive_axis, name="archive_axis"),
    path("<slug:key>/unarchive/", views.unarchive_axis, name="unarchive_axis"),
    path("<slug:key>/sheet/", sheet_views.download, name="axis_sheet"),
    path("<slug:key>/sheet/refused/", sheet_views.refused, name="axis_sheet_refused"),
    path("<slug:key>/sheet/upload/", sheet_views.upload, name="axis_sheet_upload"),
    path("<slug:key>/categories/", views.new_category, name="new_category"),
    path(category, views.edit_category, name="edit_category"),
    path(f"{category}children/", views.children, name="category_children"),
    path(f"{category}place/", views.place_category, name="place_category"),
    path(f"{category}moves/<direction:direction>/", views.move_category, name="move_category"),
    path(f"{category}archive/", views.archive_category, name="archive_category"),
    path(f"{category}unarchive/", views.unarchive_category, name="unarchive_category"),
    path(f"{category}delete/", views.delete_category, name="delete_category"),
]
