"""What a signed-in person is shown is kept by no proxy and no browser.

Behind the back button of a browser somebody signed out of there must be nothing to see, and a
fragment that htmx asked for must not come back as if it were the page of the same address.
"""

from django.utils.cache import patch_cache_control, patch_vary_headers


class PrivacyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response
