"""Refusals: what the domain says when it will not do what was asked."""


class Refused(Exception):
    """A sentence for the user saying why, and what to do next.

    `message` says why; `next_step` what would work instead. Both are translated strings.
    `rule` names what refused, for counting and explaining; `ask` the request that would help.
    """

    def __init__(self, message, next_step="", *, rule="", ask=""):
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.rule = rule
        self.ask = ask

    def __str__(self):
        said = " ".join(str(part) for part in (self.message, self.next_step) if part)
        return said.replace("。 ", "。")  # a full-width stop brings its own space


class NotUnderstood(Refused):
    """What was sent has no meaning here: 422."""


class NotAllowed(Refused):
    """The actor may see the record but has no right to do this to it: 403."""
