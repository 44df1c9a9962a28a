#!/bin/sh
# Makes or updates .venv with requirements/NAME.txt: `sh requirements/install.sh NAME` (demo or dev).
# Looks for Python 3.14, 3.13 or 3.12 (a name on the path may be a version manager's shim that fails: so it is run), then for uv.
set -eu
cd "$(dirname "$0")/.."
name=$1

works() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

find_python() {
    for candidate in python3.14 python3.13 python3.12 python3 python \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.14.*/bin/python \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12.*/bin/python; do
        if works "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

healthy() {
    .venv/bin/python -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

if ! healthy; then
    python=$(find_python)
    if [ -n "$python" ]; then
        echo "Making the environment .venv with $("$python" --version)"
        "$python" -m venv --clear .venv
    elif command -v uv >/dev/null 2>&1; then
        echo "Making the environment .venv with uv"
        uv venv --quiet --clear --seed --python '>=3.12,<3.15' .venv
    else
        echo "Snoer needs Python 3.12, 3.13 or 3.14 with its venv module (on Debian and Ubuntu: python3 and python3-venv), or uv: install one of them and try again." >&2
        exit 1
    fi
fi
echo "Installing requirements/$name.txt"
if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    compile=--compile
    if [ "$name" = demo ]; then compile=--no-compile; fi # Python does it for what the demo uses: less than half of it
    .venv/bin/python -m pip install -qq --disable-pip-version-check "$compile" --require-hashes --no-deps -r "requirements/$name.txt"
else
    uv pip install --quiet --python .venv/bin/python --require-hashes --no-deps -r "requirements/$name.txt"
fi
touch ".venv/.$name"
if [ "$name" = dev ]; then touch .venv/.demo; fi # dev holds all of demo
