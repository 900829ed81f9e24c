#!/usr/bin/env bash
# Saved plans for the review, applied later as they were reviewed: one for the first time that each stack is applied.
# Optional. A saved plan holds what its providers read, secrets too: keep the artifact as you keep the state.
. "$(dirname "$0")/settings.sh"
[ -n "${KUMIKI_CREDENTIALS:-}" ] && [ -x "$KUMIKI_CREDENTIALS" ] || fail "KUMIKI_CREDENTIALS names no executable" 2
applied=$KUMIKI_STATE/applied
mkdir -p "$applied"
rm -rf "$REVIEW/plans"
mkdir -p "$REVIEW/plans"
words=(--base "$applied" --settled "$KUMIKI_HEAD")
if [ -f "$applied/manifest.json" ]; then
  "$steps/synth.sh" expanded
  EXPANDED=$EXPANDED-applied
  words+=(--expanded "$EXPANDED")
fi
plans=$(cd "$REVIEW/plans" && pwd)
kumiki steps "${words[@]}" >"$KUMIKI_WORK/planned"
while read -r _ action output stack; do
  [ "$action" = apply ] && [ ! -f "$plans/$stack.tfplan" ] || continue
  folder=$KUMIKI_HEAD
  [ "$output" = settled ] || folder=$EXPANDED
  "$KUMIKI_CREDENTIALS" "$stack" terraform "-chdir=$folder/stacks/$stack" init -input=false -no-color </dev/null
  "$KUMIKI_CREDENTIALS" "$stack" terraform "-chdir=$folder/stacks/$stack" plan -input=false -no-color "-out=$plans/$stack.tfplan" </dev/null
  "$KUMIKI_CREDENTIALS" "$stack" terraform "-chdir=$folder/stacks/$stack" show -json "$plans/$stack.tfplan" >"$plans/$stack.json" </dev/null
done <"$KUMIKI_WORK/planned"
