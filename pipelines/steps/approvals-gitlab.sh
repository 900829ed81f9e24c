#!/usr/bin/env bash
# Gets who wrote the change, who approved it, and the review that they read. Needs what comment-gitlab.sh needs; the merge
# request is KUMIKI_CHANGE, or the merged one that holds CI_COMMIT_SHA.
. "$(dirname "$0")/settings.sh"
. "$steps/gitlab.sh"
if [ -z "${KUMIKI_CHANGE:-}" ]; then
  KUMIKI_CHANGE=$(gitlab "projects/$CI_PROJECT_ID/repository/commits/$CI_COMMIT_SHA/merge_requests" |
    node -e 'const all = JSON.parse(require("fs").readFileSync(0, "utf8")); process.stdout.write(String(all.find(({ state }) => state === "merged")?.iid ?? ""))')
fi
number=$(change_number)
rm -rf "$APPROVALS" "$REVIEW"
mkdir -p "$APPROVALS" "$REVIEW"
every_page "projects/$CI_PROJECT_ID/merge_requests/$number/notes" "$APPROVALS/notes.json"
gitlab "projects/$CI_PROJECT_ID/merge_requests/$number" |
  node -e 'process.stdout.write(`${JSON.parse(require("fs").readFileSync(0, "utf8")).author.username}\n`)' >"$APPROVALS/authors"
gitlab "projects/$CI_PROJECT_ID/packages/generic/kumiki-review/$number/review.tar" >"$KUMIKI_WORK/review.tar"
tar -C "$REVIEW" -xf "$KUMIKI_WORK/review.tar"
printf 'gitlab' >"$APPROVALS/from"
