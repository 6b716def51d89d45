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
# what a PDF is set with, and a font to set it in
loads() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
loads libpango-1.0.so.0 || loads libpango-1.0.dylib || missing+=(libpango-1.0-0)
loads libpangoft2-1.0.so.0 || loads libpangoft2-1.0.dylib || missing+=(libpangoft2-1.0-0)
loads libharfbuzz-subset.so.0 || loads libharfbuzz-subset.0.dylib || missing+=(libharfbuzz-subset0)
{ has fc-list && [ -n "$(fc-list)" ]; } || missing+=(fontconfig fonts-dejavu-core)

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
