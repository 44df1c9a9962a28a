"""A WSGI application with one header more: how many queries the request took.

Savepoints and settings are queries too; only the transaction's own begin and commit are not seen here.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]


class Counting:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


def counted(product: Application) -> Application:
    def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        counting = Counting()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("X-Bench-Queries", str(counting.queries))], *rest)

        with connection.execute_wrapper(counting):
            return product(environ, start)

    return application
