"""The browser of the browser tests: one that is installed, else Playwright's own, else Debian's.

`python -m tests.chromium` gets one where there is none; nothing is skipped for want of it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = (
    "The browser tests need Chromium: install it (on Debian: apt-get install chromium; elsewhere: "
    ".venv/bin/playwright install chromium), or name one in SNOER_CHROMIUM."
)
# Quiet, and without a sandbox, which root and many containers cannot have: it visits this test's own server only.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def installed() -> str | None:
    """The path of a Chromium, or None."""
    if named := os.environ.get("SNOER_CHROMIUM"):
        return named
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or next((path for path in ELSEWHERE if Path(path).exists()), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def get() -> str | None:
    """Gets a Chromium, the gentlest way first, and returns its path; None if there is no way."""
    print("No Chromium is installed: getting Playwright's own.", flush=True)
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if not installed() and shutil.which("apt-get"):
        print("Getting Debian's.", flush=True)
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        _run([*as_root, "apt-get", "update", "-q"])
        _run([*as_root, "apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"])
    return installed()


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=False, timeout=600, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, flush=True)


if __name__ == "__main__":
    sys.exit(None if installed() or get() else MISSING)
