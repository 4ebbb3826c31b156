from django.apps import AppConfig

# Registers the lookup ``words`` with Django's text fields, for every process that has models.
import accounts.search_index  # noqa: F401 (registers the lookup)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản"
