"""Handing e-mail over to the server of SNOER_MAIL (docs/operations.md), and what came of it: there, not there, or unsure.

    smtp://name:password@host:587    with STARTTLS, which any server but this machine's own has to offer
    smtps://name:password@host:465
    file:///a/folder                 for the demo: each message is a file in it

No address and no text of a message goes into an error or the log.
"""

import contextlib
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

SECONDS = 20  # to wait for an answer
PORTS = {"smtp": 25, "smtps": 465}
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})
PERMANENT = 500  # and above: asking again is of no use
NOT_THE_ADDRESS = (530, 535, 554)  # who sends may not (yet): kept until that is put right


class NotNow(Exception):
    """The server does not take it now; nothing was handed over. Its text is the kind of error."""


class NotThisOne(NotNow):
    """The server takes others, but not this one now: a full mailbox, or who it sends for has to be put right."""


class Refused(Exception):
    """The server will not take this one: a wrong address. Its text is the kind of error."""


class Unsure(Exception):
    """It was being handed over when the server fell silent: it may have arrived. Its text is the kind of error."""


def message(
    *, to: str, subject: str, text: str, called: str, message_id: str, reply_to: str = ""
) -> EmailMessage:  # fmt: skip
    """An e-mail in plain text from the product's own address; `called` is who it is from, as people read it. The id is the
    same however often it is made, so that a post office that got it twice can tell."""
    made = EmailMessage()
    sender = settings.SNOER_MAIL_FROM
    name, _at, domain = to.rpartition("@")
    with contextlib.suppress(UnicodeError):
        to = f"{name}@{domain.encode('idna').decode()}"
    made["From"], made["To"], made["Subject"] = formataddr((called, sender)), to, " ".join(subject.split())
    made["Date"], made["Message-ID"] = formatdate(localtime=True), f"<{message_id}@{sender.rpartition('@')[2]}>"
    if reply_to and reply_to != sender:
        made["Reply-To"] = reply_to
    made["Auto-Submitted"], made["Content-Language"] = "auto-generated", "nl"
    made.set_content(text)
    return made


class Post:
    """A connection for as many messages as there are; made with the first, and anew after an error."""

    def __init__(self, address: str) -> None:
        self.parts = urlsplit(address)
        self.server: smtplib.SMTP | None = None

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, *_error: object) -> None:
        self._leave()

    def send(self, made: EmailMessage) -> None:
        """Hand it over. NotNow, Refused or Unsure where that did not go well."""
        if self.parts.scheme == "file":
            _filed(Path(unquote(self.parts.path)), made)
            return
        try:
            self._send(made)
        except (NotNow, Unsure) as error:
            if not isinstance(error, NotThisOne):
                self._leave()
            raise

    def _send(self, made: EmailMessage) -> None:
        try:
            server = self.server = self.server or self._connect()
            server.ehlo_or_helo_if_needed()
            server.rset()
            code, _said = server.mail(settings.SNOER_MAIL_FROM)
            if code != 250:
                raise NotNow(f"sender-{code}")
            code, said = server.rcpt(made["To"])
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow(_kind(error)) from None
        except UnicodeError:  # an address that only some servers know how to read
            raise Refused("address") from None
        if code not in (250, 251):
            wrong = code >= PERMANENT and code not in NOT_THE_ADDRESS and b"5.7." not in said
            raise (Refused if wrong else NotThisOne)(f"recipient-{code}")
        try:
            # Lines end as post offices have it; smtplib leaves bytes as they are.
            code, _said = server.data(made.as_bytes(policy=made.policy.clone(linesep="\r\n")))
        except smtplib.SMTPDataError as error:  # it asked not to begin
            raise NotNow(_kind(error)) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unsure(_kind(error)) from None
        if code != 250:
            raise (Refused if code >= PERMANENT else NotThisOne)(f"message-{code}")

    def _connect(self) -> smtplib.SMTP:
        host, scheme = self.parts.hostname or "localhost", self.parts.scheme
        port = self.parts.port or PORTS[scheme]
        server: smtplib.SMTP
        if scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
            server.ehlo_or_helo_if_needed()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            elif host not in NEAR:
                server.close()
                raise NotNow("no-encryption")
        if self.parts.username:
            server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        return server

    def _leave(self) -> None:
        if self.server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.server.quit()
            self.server = None


def _kind(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__}{f'-{code}' if code else ''}"


def _filed(folder: Path, made: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = "".join(sign if sign.isalnum() or sign in ".-" else "_" for sign in str(made["Message-ID"]).strip("<>"))
    (folder / f"{name}.eml").write_bytes(made.as_bytes())
