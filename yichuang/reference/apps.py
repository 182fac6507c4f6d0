from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "yichuang.reference"
    label = "reference"
    verbose_name = "基础数据"
    default_auto_field = "django.db.models.BigAutoField"
