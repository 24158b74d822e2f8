"""The two error roots of the project, split by the only question a catcher asks: will a retry help?

Raised anywhere, caught at two places only: the task wrapper (``workers.app``) and the edges that face people
(CLI, HTTP). Each subclass names one cause and carries its facts as fields; none of them logs.
"""


class LgoError(Exception):
    """Root of every error this project raises on purpose; its text is one line that says what to do."""


class PermanentError(LgoError):
    """The same input will fail again: keep the input, write a failure row, go on with the rest."""


class TransientError(LgoError):
    """A part is away or busy: the same call may work later, so it is retried with back-off."""


class SettingsError(PermanentError):
    """A setting is unknown, missing or unusable; the text names it. Raised while the settings are built."""


class ServiceUnavailableError(TransientError):
    """PostgreSQL, the broker or OpenSearch does not answer.

    ``service`` is its plain name, ``remedy`` the command or the setting that would help.
    """

    def __init__(self, service: str, remedy: str) -> None:
        super().__init__(f"{service} is not available: {remedy}")
        self.service = service
        self.remedy = remedy
