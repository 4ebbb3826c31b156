from django.apps import AppConfig
from django.core.checks import Tags, register

# Registers the lookup ``words`` with Django's text fields, for every process that has models.
import accounts.search_index  # noqa: F401 (registers the lookup)
from accounts.single_sign_on import setting_up


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        register(setting_up, Tags.security)
