#!/usr/bin/env bash
# One comment on the pull request, found again by its marker. Needs GH_TOKEN, GITHUB_REPOSITORY, KUMIKI_CHANGE.
. "$(dirname "$0")/settings.sh"
number=$(change_number)
id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments?per_page=100" \
  --jq '.[] | select(.user.type == "Bot" and (.body | startswith("<!-- kumiki-review -->"))) | .id' | sed -n 1p)
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$REVIEW/comment.md"
else
  gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" --field "body=@$REVIEW/comment.md"
fi
