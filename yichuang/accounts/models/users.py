"""The account that signs in; who stands behind it is told by `kind`."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from yichuang.core.clock import now
from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, username: str, password: str | None = None, *, kind: str, name: str, **fields
    ) -> "User":
        """A new account. `password` None makes an account that cannot sign in with one."""
        user = self.model(
            username=self.model.normalize_username(username), kind=kind, name=name, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. Rights come from Assignment rows of the officer, never from the account itself."""

    PERSON = "person"
    EMPLOYER = "employer"
    OFFICER = "officer"
    SYSTEM = "system"
    KINDS = [(PERSON, "个人"), (EMPLOYER, "单位"), (OFFICER, "工作人员"), (SYSTEM, "系统")]

    uuid = models.UUIDField("对外标识", default=uuid7, unique=True, editable=False)
    username = models.CharField("用户名", max_length=64, unique=True)
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    name = EncryptedTextField("显示名", db_column="name_sealed", was="name", null=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    created_at = models.DateTimeField("建立时间", default=now, editable=False)

    came_with_officer = False  # whether `queries.account` read the officer in the same statement

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["kind", "name"]

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.username
