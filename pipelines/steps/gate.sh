#!/usr/bin/env bash
# Whether the reviewed change may be applied now. 0 yes, 1 something is missing, 75 it waits, 2 it cannot be said.
# A deploy of the same approval that stopped is taken up where it began: its base is what was applied before it.
. "$(dirname "$0")/settings.sh"
mkdir -p "$KUMIKI_STATE/applied"
[ -s "$APPROVALS/authors" ] || fail "it is not known who wrote the change: $APPROVALS/authors" 2
words=(--review "$REVIEW/review.json" --head "$KUMIKI_HEAD" --policy "$(policy)" --from "$(cat "$APPROVALS/from")")
[ -z "${KUMIKI_AT:-}" ] || words+=(--at "$KUMIKI_AT")
[ ! -d "$REVIEW/plans" ] || words+=(--plans "$REVIEW/plans")
while IFS= read -r author; do words+=(--author "$author"); done <"$APPROVALS/authors"
for answer in "$APPROVALS"/*.json; do words+=(--approvals "$answer"); done

rm -f "$KUMIKI_WORK/gate.json" "$KUMIKI_WORK/base"
printf '[]\n' >"$KUMIKI_WORK/nobody.json"
sound_policy "$KUMIKI_WORK/nobody.json"
base=$KUMIKI_STATE/applied
if [ -f "$KUMIKI_STATE/code" ]; then
  kumiki gate "${words[@]}" --base "$KUMIKI_STATE/before" --json "$KUMIKI_WORK/gate.json" >/dev/null || true
  if [ -f "$KUMIKI_WORK/gate.json" ] && [ "$(member "$KUMIKI_WORK/gate.json" code)" = "$(cat "$KUMIKI_STATE/code")" ]; then
    base=$KUMIKI_STATE/before
  fi
fi
code=0
kumiki gate "${words[@]}" --base "$base" --json "$KUMIKI_WORK/gate.json" || code=$?
printf '%s' "$base" >"$KUMIKI_WORK/base"
exit "$code"
