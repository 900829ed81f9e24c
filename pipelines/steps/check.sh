#!/usr/bin/env bash
# What engines would refuse. The report is written where the checks fail, too.
. "$(dirname "$0")/settings.sh"
kumiki check "$KUMIKI_HEAD" --fail-on never --format sarif --output "$KUMIKI_WORK/check.sarif"
kumiki check "$KUMIKI_HEAD" --fail-on "$KUMIKI_FAIL_ON"
