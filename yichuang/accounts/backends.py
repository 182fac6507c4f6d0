"""Who may sign in and stay signed in: named in settings, asked at every request."""

from django.contrib.auth.backends import ModelBackend

from yichuang.accounts import queries
from yichuang.core import demo


class Backend(ModelBackend):
    """Django's own, without the demo's accounts where the demo is off: running sessions end too."""

    def user_can_authenticate(self, user) -> bool:
        """An active account that is not the demo's."""
        return super().user_can_authenticate(user) and not demo.refuses(user.username)

    def get_user(self, user_id):
        """The account of a session, with the officer behind it; None when it may not stay."""
        user = queries.account(user_id)
        return user if user and self.user_can_authenticate(user) else None
