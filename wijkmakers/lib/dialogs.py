"""Forms in a dialog: static/js/dialog.js sends them, the page behind follows.

A script cannot see where a redirect leads without following it, and following it would use up the
messages meant for the next page. So the address travels in a header and the browser goes there itself.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def dialog_redirect(get_response: Answer) -> Answer:
    """Middleware: a redirect after a form in a dialog becomes 204 with X-Dialog-Location."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and "X-Dialog" in request.headers and 300 <= response.status_code < 400:
            response["X-Dialog-Location"] = response["Location"]
            del response["Location"]
            response.status_code = 204
        return response

    return answer
