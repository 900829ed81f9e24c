#!/usr/bin/env bash
# Makes the review of the step from what is applied to the output, and the comment with its approval code. 1 where it is blocked.
. "$(dirname "$0")/settings.sh"
applied=$KUMIKI_STATE/applied
mkdir -p "$applied" "$REVIEW"
rm -f "$REVIEW"/review.* "$REVIEW/comment.md"

base=$applied
[ -f "$applied/manifest.json" ] || base=none
words=(--base "$base" --head "$KUMIKI_HEAD" --policy "$(policy)" --at "${KUMIKI_AT:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}")
[ -z "${KUMIKI_BREAK_GLASS:-}" ] || words+=(--break-glass "$KUMIKI_BREAK_GLASS")
if [ -d "$REVIEW/plans" ]; then
  for plan in "$REVIEW"/plans/*.json; do words+=(--plan "$plan"); done
fi
code=0
kumiki review "${words[@]}" --json "$REVIEW/review.json" --markdown "$REVIEW/review.md" --markdown-limit "$KUMIKI_COMMENT_LIMIT" --html "$REVIEW/review.html" || code=$?
case $code in
  0 | 10 | 11 | 12) ;;
  *) fail "there is no review (exit code $code)" 2 ;;
esac

printf '[]\n' >"$KUMIKI_WORK/nobody.json"
gate=(--review "$REVIEW/review.json" --base "$applied" --head "$KUMIKI_HEAD" --policy "$(policy)" --approvals "$KUMIKI_WORK/nobody.json")
[ ! -d "$REVIEW/plans" ] || gate+=(--plans "$REVIEW/plans")
sound_policy "$KUMIKI_WORK/nobody.json"
lacks=0
kumiki gate "${gate[@]}" --author "${KUMIKI_AUTHOR:-the author}" >"$REVIEW/gate.txt" || lacks=$?
[ "$lacks" != 2 ] || fail 'the gate cannot say what is missing' 2
{
  printf '<!-- kumiki-review -->\n'
  cat "$REVIEW/review.md"
  printf '\n```text\n'
  cat "$REVIEW/gate.txt"
  printf '```\n\nWhoever approves writes the line after `to approve`, alone on its line, as a comment here.\n'
} >"$REVIEW/comment.md"
cat "$REVIEW/gate.txt"
[ "$code" != 12 ] || fail 'the review blocks this change'
