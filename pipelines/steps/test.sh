#!/usr/bin/env bash
# The program's own tests.
. "$(dirname "$0")/settings.sh"
$KUMIKI_TEST
