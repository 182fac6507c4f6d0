"""Sessions in the database, read by a prepared statement and written when something changed or a while went by. They
end by our clock, not by the machine's that Django asks."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import TextField
from django.http import HttpRequest, HttpResponse

from yichuang.core import clock
from yichuang.core.prepared import Prepared, Told

SHARE = 20  # the twentieth part of a session's time is the longest that its end is not moved
_BY_KEY = Prepared(lambda: Session.objects.filter(session_key=Told("key", TextField())))


class SessionStore(db.SessionStore):
    """A session ends its time after the last request, and at most a SHARE of it later: so a page that is only read
    writes no row."""

    _ends: datetime | None = None  # as it stands in the row that was read or written

    def _get_session_from_db(self) -> Session | None:
        session = _BY_KEY.first(key=self.session_key)
        if session is None or session.expire_date <= clock.running():
            self._session_key = None
            return None
        self._ends = session.expire_date
        return session

    def create_model_instance(self, data) -> Session:
        """The row, with its end."""
        row = super().create_model_instance(data)
        lifetime = timedelta(seconds=self.get_expiry_age())
        row.expire_date += lifetime / SHARE
        self._ends = row.expire_date
        return row

    def lasts(self) -> bool:
        """Whether the row that was read lasts the whole time of a session from now."""
        if self._ends is None:
            return True
        return self._ends >= self.get_expiry_date()

    def get_expiry_age(self, **kwargs) -> int:
        """Seconds until the session ends."""
        kwargs.setdefault("modification", clock.running())
        return super().get_expiry_age(**kwargs)

    def get_expiry_date(self, **kwargs) -> datetime:
        """The moment at which a session ends that is used now."""
        kwargs.setdefault("modification", clock.running())
        return super().get_expiry_date(**kwargs)

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the rows of sessions that have ended."""
        ended = Session.objects.filter(expire_date__lt=clock.running())
        ended.delete()


def lasting(get_response):
    """Middleware below that of sessions: whoever is there keeps the session; it is written only where it would end
    earlier than its time from now."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_kept = response.status_code < 500 and not request.session.is_empty()
        if is_kept and settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.session.keys()  # read, where the page did not
            if not request.session.lasts():
                request.session.modified = True
        return response

    return middleware
