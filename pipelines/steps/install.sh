#!/usr/bin/env bash
# Installs what the lockfile names; no script of a package runs.
. "$(dirname "$0")/settings.sh"
npm ci --ignore-scripts --no-audit --no-fund
