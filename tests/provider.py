"""A provider of single sign-on for the tests, on an origin of its own: what OpenID Connect asks of one, and no more.

`Provider(claims={"anna": {...}})` answers on another port. Whoever types a name of `claims` on its page is that person.
What it tells wrong is set: `audience`, `issuer`, `nonce`, `key`, `userinfo_sub`.
"""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

GROUPS = {
    "snoer-consulent": {"chain": "keten", "partner": "szmh", "role": "consultant"},
    "snoer-trainer": {"chain": "keten", "partner": "annex", "role": "trainer"},
}


class Provider:
    """One provider, with one client."""

    def __init__(self, claims: dict[str, dict[str, Any]]) -> None:
        self.claims, self.codes, self.tokens = claims, {}, {}  # type: ignore[var-annotated]
        self.key = self.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.audience, self.nonce, self.userinfo_sub, self.issuer = "snoer", "", "", ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def settings(self, provider_id: str = "gemeente", groups: dict[str, Any] = GROUPS) -> dict[str, Any]:
        """What SNOER_OIDC says of it."""
        return {"id": provider_id, "name": "Gemeente Voorbeeld", "server_url": self.url, "client_id": "snoer",
                "secret": "een geheim", "groups": groups}  # fmt: skip

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def signed_in(self, name: str, asked: dict[str, str]) -> str:
        """Where the browser goes back to after somebody signed in."""
        code = secrets.token_urlsafe()
        self.codes[code] = (name, asked)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        name, asked = self.codes.pop(given.get("code", ""), ("", {}))
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if not asked or asked.get("code_challenge_method") != "S256" or proof.decode() != asked["code_challenge"]:
            return None
        token, claims, now = secrets.token_urlsafe(), self.claims[name], int(time.time())
        self.tokens[token] = claims
        told = {"iss": self.issuer or self.url, "aud": self.audience, "iat": now, "exp": now + 300,
                "nonce": self.nonce or asked["nonce"], "sub": claims["sub"], "groups": claims.get("groups")}  # fmt: skip
        signed = jwt.encode(told, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": token, "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *told: object) -> None:
        pass

    def _answer(self, body: str, status: int = 200, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self) -> None:
        path, url = urlsplit(self.path).path, self.provider.url
        if path == "/.well-known/openid-configuration":
            self._answer(json.dumps({
                "issuer": url, "authorization_endpoint": f"{url}/authorize", "token_endpoint": f"{url}/token",
                "userinfo_endpoint": f"{url}/userinfo", "jwks_uri": f"{url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }))  # fmt: skip
        elif path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.provider.published.public_key()))
            self._answer(json.dumps({"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]}))
        elif path == "/userinfo":
            claims = self.provider.tokens[self.headers["Authorization"].removeprefix("Bearer ")]
            self._answer(
                json.dumps(claims | ({"sub": self.provider.userinfo_sub} if self.provider.userinfo_sub else {}))
            )
        elif path == "/authorize":
            asked = html.escape(urlsplit(self.path).query)
            self._answer(
                '<!doctype html><html lang="nl"><title>Provider</title><link rel="icon" href="data:,"><h1>Gemeente</h1>'
                f'<form method="post" action="/authorize?{asked}"><label>Naam <input name="name"></label>'
                "<button>Ik ben het</button></form>", kind="text/html; charset=utf-8",
            )  # fmt: skip
        else:
            self._answer("", 404)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        given = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        parts = urlsplit(self.path)
        if parts.path == "/token":
            told = self.provider.token(given)
            self._answer(json.dumps(told or {"error": "invalid_grant"}), 200 if told else 400)
            return
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.send_response(302)
        self.send_header("Location", self.provider.signed_in(given["name"], asked))
        self.end_headers()
