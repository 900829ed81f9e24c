#!/usr/bin/env bash
# One note on the merge request, found again by its marker; the review is kept as a package, for the deploy to find by number.
# Needs CI_API_V4_URL, CI_PROJECT_ID, KUMIKI_CHANGE, and KUMIKI_GITLAB_TOKEN with the scope api.
. "$(dirname "$0")/settings.sh"
. "$steps/gitlab.sh"
number=$(change_number)
notes=projects/$CI_PROJECT_ID/merge_requests/$number/notes
every_page "$notes" "$KUMIKI_WORK/notes.json"
gitlab user >"$KUMIKI_WORK/user.json"
id=$(node -e '
  const read = (file) => JSON.parse(require("fs").readFileSync(file, "utf8"));
  const { username } = read(process.argv[2]);
  const own = read(process.argv[1]).flat().filter((note) => note.author.username === username && note.body.startsWith("<!-- kumiki-review -->"));
  process.stdout.write(own.length === 0 ? "" : String(own[0].id));
' "$KUMIKI_WORK/notes.json" "$KUMIKI_WORK/user.json")
node -e 'const fs = require("fs"); fs.writeFileSync(process.argv[2], JSON.stringify({ body: fs.readFileSync(process.argv[1], "utf8") }))' \
  "$REVIEW/comment.md" "$KUMIKI_WORK/note.json"
tar -C "$REVIEW" -cf "$KUMIKI_WORK/review.tar" .
gitlab "projects/$CI_PROJECT_ID/packages/generic/kumiki-review/$number/review.tar" --request PUT --upload-file "$KUMIKI_WORK/review.tar" >/dev/null
if [ -n "$id" ]; then
  gitlab "$notes/$id" --request PUT --header 'Content-Type: application/json' --data "@$KUMIKI_WORK/note.json" >/dev/null
else
  gitlab "$notes" --request POST --header 'Content-Type: application/json' --data "@$KUMIKI_WORK/note.json" >/dev/null
fi
