#!/usr/bin/env bash
# Gets what is applied: the branch that every deploy writes back to. Before the first one there is none.
. "$(dirname "$0")/settings.sh"
rm -rf "$KUMIKI_STATE"
git worktree prune
# A server that does not answer must not look like one where nothing is applied.
there=$(git ls-remote --heads origin "refs/heads/$KUMIKI_STATE_BRANCH")
if [ -n "$there" ]; then
  git fetch --quiet --depth 1 origin "+refs/heads/$KUMIKI_STATE_BRANCH:refs/remotes/origin/$KUMIKI_STATE_BRANCH"
  git worktree add --quiet --detach "$KUMIKI_STATE" "refs/remotes/origin/$KUMIKI_STATE_BRANCH"
else
  git worktree add --quiet --detach --no-checkout "$KUMIKI_STATE" HEAD
  git -C "$KUMIKI_STATE" symbolic-ref HEAD "refs/heads/first-release-of-$KUMIKI_ENVIRONMENT"
  rm -f "$(git -C "$KUMIKI_STATE" rev-parse --git-dir)/index"
fi
