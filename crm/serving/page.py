"""Does the site answer? Asked of its front page, as a visitor would."""

import urllib.error
import urllib.request

from crm.serving import ServingError


def answers(address: str) -> bool:
    """Whether the page comes, False if not yet. Raises ServingError if an error page does."""
    # A proxy that the environment names does not know our loopback address.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=30):
            return True
    except urllib.error.HTTPError as error:
        raise ServingError(f"{address} answers with error {error.code}; see above.") from None
    except OSError:
        return False
