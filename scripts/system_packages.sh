#!/usr/bin/env bash
# Find the system packages that the tests need. Those that are missing are installed where root and apt-get can; else one sentence names them.
set -euo pipefail

has() { command -v "$1" >/dev/null 2>&1; }

missing=()
has make || missing+=(make)
# a compiler for the motoneuron that NEURON is given
has g++ || missing+=(g++)
# a browser and its driver for the tests of the report page
has chromium || has chromium-browser || has google-chrome || missing+=(chromium)
has chromedriver || missing+=(chromium-driver)
# Python's venv, which some distributions split off
python="${PYTHON:-python3}"
has "$python" || missing+=(python3)
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)

if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi
if ! has apt-get || [ "$(id -u)" != 0 ]; then
    echo "The tests need ${missing[*]} (names of Debian's packages): install them and run this again, as only root with apt-get can do it here." >&2
    exit 1
fi
echo "Installing ${missing[*]} ..."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq </dev/null
apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
