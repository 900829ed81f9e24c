#!/usr/bin/env bash
# synth.sh            the output that is reviewed, into KUMIKI_HEAD
# synth.sh expanded FOLDER   the output that this release and the one in FOLDER can both run in
. "$(dirname "$0")/settings.sh"
# A synth leaves folders of stacks that are no longer in the program.
case "${1:-settled}" in
  settled)
    rm -rf "$KUMIKI_HEAD"
    unset KUMIKI_EXPAND
    CDKTF_OUTDIR=$KUMIKI_HEAD $KUMIKI_SYNTH
    ;;
  expanded)
    rm -rf "$EXPANDED"
    KUMIKI_EXPAND=$2 CDKTF_OUTDIR=$EXPANDED $KUMIKI_SYNTH
    ;;
  *) fail "synth.sh knows settled and expanded, not $1" 2 ;;
esac
