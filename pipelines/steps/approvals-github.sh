#!/usr/bin/env bash
# Gets who wrote the change, who approved it, and the review that they read. Needs GH_TOKEN and GITHUB_REPOSITORY; the pull
# request is KUMIKI_CHANGE, or the merged one that holds GITHUB_SHA.
. "$(dirname "$0")/settings.sh"
if [ -z "${KUMIKI_CHANGE:-}" ]; then
  KUMIKI_CHANGE=$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/pulls" --jq '[.[] | select(.merged_at != null)][0].number // ""')
fi
number=$(change_number)
rm -rf "$APPROVALS" "$REVIEW"
mkdir -p "$APPROVALS" "$REVIEW"
pull=repos/$GITHUB_REPOSITORY/pulls/$number
gh api --paginate --slurp "$pull/reviews?per_page=100" >"$APPROVALS/reviews.json"
gh api --paginate --slurp "repos/$GITHUB_REPOSITORY/issues/$number/comments?per_page=100" >"$APPROVALS/comments.json"
{
  gh api "$pull" --jq .user.login
  gh api --paginate "$pull/commits?per_page=100" --jq '.[] | .author.login, .committer.login | select(. != null and . != "web-flow")'
} | sort -u >"$APPROVALS/authors"
run=$(gh api "repos/$GITHUB_REPOSITORY/actions/artifacts?name=kumiki-review-$number&per_page=100" \
  --jq '[.artifacts[] | select(.expired | not)] | sort_by(.created_at) | last | .workflow_run.id // ""')
[ -n "$run" ] || fail "there is no review of pull request $number; make it again"
gh run download "$run" --repo "$GITHUB_REPOSITORY" --name "kumiki-review-$number" --dir "$REVIEW"
printf 'github' >"$APPROVALS/from"
