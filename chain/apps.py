from django.apps import AppConfig


class ChainConfig(AppConfig):
    name = "chain"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from chain import deployment, user_acts  # noqa: F401 (registers its checks)

        user_logged_in.connect(user_acts.remember)  # this app is ready before Django's own, so it is asked first
