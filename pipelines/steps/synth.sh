#!/usr/bin/env bash
# synth.sh            the output that is reviewed, into KUMIKI_HEAD
# synth.sh expanded   the outputs that this release can run in beside what is applied, and beside what a deploy that stopped began with
. "$(dirname "$0")/settings.sh"
# A synth leaves folders of stacks that are no longer in the program.
case "${1:-settled}" in
  settled)
    rm -rf "$KUMIKI_HEAD" "$EXPANDED"-*
    unset KUMIKI_EXPAND
    CDKTF_OUTDIR=$KUMIKI_HEAD $KUMIKI_SYNTH
    ;;
  expanded)
    for base in applied before; do
      rm -rf "$EXPANDED-$base"
      [ ! -f "$KUMIKI_STATE/$base/manifest.json" ] || KUMIKI_EXPAND=$KUMIKI_STATE/$base CDKTF_OUTDIR=$EXPANDED-$base $KUMIKI_SYNTH
    done
    ;;
  *) fail "synth.sh knows settled and expanded, not $1" 2 ;;
esac
