# Read by every step. What can be set stands here, with its default; docs/pipelines.md explains it.
set -euo pipefail
umask 077

: "${KUMIKI_ENVIRONMENT:=production}"
: "${KUMIKI:=npx --no-install kumiki}"       # the command, words split at blanks
: "${KUMIKI_SYNTH:=npm run --silent synth}"  # a program that reads KUMIKI_ENVIRONMENT, KUMIKI_EXPAND and CDKTF_OUTDIR
: "${KUMIKI_TEST:=npm test}"
: "${KUMIKI_FAIL_ON:=error}"
: "${KUMIKI_WORK:=.kumiki}"                  # what the steps hand to each other
: "${KUMIKI_STATE:=$KUMIKI_WORK/state}"      # what is applied; a checkout of KUMIKI_STATE_BRANCH
: "${KUMIKI_STATE_BRANCH:=kumiki/$KUMIKI_ENVIRONMENT}"
: "${KUMIKI_HEAD:=cdktf.out}"                # the output that is reviewed and applied
: "${KUMIKI_APPLY:=terraform}"               # terraform or cdktf
: "${KUMIKI_COMMENT_LIMIT:=60000}"           # characters of the review in a comment; GitHub takes 65536 with what is added
export KUMIKI_ENVIRONMENT CHECKPOINT_DISABLE=1

EXPANDED=$KUMIKI_WORK/expanded               # and then what it begins with: -applied, or -before where a deploy stopped
REVIEW=$KUMIKI_WORK/review
APPROVALS=$KUMIKI_WORK/approvals

steps=$(dirname "${BASH_SOURCE[0]}")
mkdir -p "$KUMIKI_WORK"

fail() {
  printf 'kumiki: %s\n' "$1" >&2
  exit "${2:-1}"
}

kumiki() { $KUMIKI "$@"; }

# The policy that was in force when the last release was applied: a change cannot loosen the rules that it is judged by.
policy() {
  if [ -f "$KUMIKI_STATE/review-policy.json" ]; then printf '%s' "$KUMIKI_STATE/review-policy.json"; else printf '%s' "${KUMIKI_POLICY:-review-policy.json}"; fi
}

# A policy that cannot be read would close the gate of the next change, and nobody could open it: it is refused with this one.
sound_policy() {
  local code=0
  kumiki gate --review "$REVIEW/review.json" --base "$KUMIKI_STATE/applied" --head "$KUMIKI_HEAD" --approvals "$1" \
    --policy "${KUMIKI_POLICY:-review-policy.json}" >/dev/null || code=$?
  [ "$code" != 2 ] || fail "${KUMIKI_POLICY:-review-policy.json} cannot be the policy of the next change" 2
}

# member FILE NAME: a member of a JSON file as text; nothing where it is not there.
member() {
  node -e 'const v = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))[process.argv[2]]; if (v !== undefined) process.stdout.write(String(v))' "$1" "$2"
}

# Number of the pull or merge request: it becomes part of addresses.
change_number() {
  case "${KUMIKI_CHANGE:-}" in
    '' | *[!0-9]*) fail "KUMIKI_CHANGE is '${KUMIKI_CHANGE:-}'; name the number of the pull or merge request" 2 ;;
    *) printf '%s' "$KUMIKI_CHANGE" ;;
  esac
}

# copy_output FROM TO: the output, without what Terraform left in it.
copy_output() {
  rm -rf "$2"
  mkdir -p "$2"
  tar -C "$1" --exclude='.terraform*' --exclude='*.tfstate*' -cf - . | tar -C "$2" -xf -
}
