#!/usr/bin/env bash
# write-back.sh MESSAGE: keeps what is applied, on its branch. Never forced: where somebody else wrote meanwhile, it fails.
# A state that is no checkout is a folder that whoever runs the steps keeps.
. "$(dirname "$0")/settings.sh"
[ -e "$KUMIKI_STATE/.git" ] || exit 0
git -C "$KUMIKI_STATE" add --all --force
git -C "$KUMIKI_STATE" -c user.name=kumiki -c user.email=kumiki@localhost commit --quiet --allow-empty --message "$KUMIKI_ENVIRONMENT: $1"
git -C "$KUMIKI_STATE" push --quiet origin "HEAD:refs/heads/$KUMIKI_STATE_BRANCH"
