#!/usr/bin/env bash
# Applies what was approved, stack by stack in the order of change, each with its own credentials. Stops at the first failure
# and says what is applied and what is not. Asks the gate itself, so that no order of steps can leave it out.
. "$(dirname "$0")/settings.sh"
[ -n "${KUMIKI_CREDENTIALS:-}" ] && [ -x "$KUMIKI_CREDENTIALS" ] ||
  fail "KUMIKI_CREDENTIALS is '${KUMIKI_CREDENTIALS:-}'; name an executable that is given a stack and a command, and runs it with the credentials of the stack" 2
case $KUMIKI_APPLY in terraform | cdktf) ;; *) fail "KUMIKI_APPLY is $KUMIKI_APPLY; it is terraform or cdktf" 2 ;; esac

commit=${GITHUB_SHA:-${CI_COMMIT_SHA:-}}
if [ -n "$commit" ] && [ -f "$KUMIKI_STATE/release.json" ] && [ ! -f "$KUMIKI_STATE/code" ] &&
  [ "$(member "$KUMIKI_STATE/release.json" commit)" = "$commit" ]; then
  printf 'deploy: commit %s is applied already\n' "$commit"
  exit 0
fi

"$steps/gate.sh"
base=$(cat "$KUMIKI_WORK/base")
code=$(member "$KUMIKI_WORK/gate.json" code)

words=(--base "$base" --settled "$KUMIKI_HEAD")
if [ -f "$base/manifest.json" ]; then
  # Nothing of the program need run where the credentials are: an earlier job may have made it. It is compared all the same.
  EXPANDED=$EXPANDED-$(basename "$base")
  [ -f "$EXPANDED/manifest.json" ] || "$steps/synth.sh" expanded
  words+=(--expanded "$EXPANDED")
  opened=$EXPANDED
else
  opened=$KUMIKI_HEAD
fi

if [ "$base" = "$KUMIKI_STATE/before" ]; then
  printf 'deploy: goes on after %s steps that are done\n' "$(wc -l <"$KUMIKI_STATE/done" | tr -d ' ')"
  kumiki steps "${words[@]}" >/dev/null
else
  # What an earlier deploy did not come to is applied whether it differs or not.
  : >"$KUMIKI_WORK/unfinished"
  if [ -f "$KUMIKI_STATE/steps" ]; then
    grep -vxFf "$KUMIKI_STATE/done" "$KUMIKI_STATE/steps" | awk '{ print $4 }' | sort -u >"$KUMIKI_WORK/unfinished" || true
  fi
  kumiki steps "${words[@]}" --unfinished "$KUMIKI_WORK/unfinished" >"$KUMIKI_WORK/steps"
  # From here on what both releases can run in is what was applied last. Pushed before anything is applied: a second deploy fails here.
  rm -rf "$KUMIKI_STATE/before"
  mv "$KUMIKI_STATE/applied" "$KUMIKI_STATE/before"
  [ -f "$KUMIKI_STATE/before/manifest.json" ] || : >"$KUMIKI_STATE/before/.nothing"
  copy_output "$opened" "$KUMIKI_STATE/applied"
  mv "$KUMIKI_WORK/steps" "$KUMIKI_STATE/steps"
  printf '%s\n' "$code" >"$KUMIKI_STATE/code"
  : >"$KUMIKI_STATE/done"
  "$steps/write-back.sh" "begin ${code:0:12}"
fi

failed=
finish() {
  local state=$?
  trap - EXIT
  [ "$state" != 0 ] || return 0
  {
    printf 'deploy: stopped\n'
    sed 's/^/  applied      /' "$KUMIKI_STATE/done"
    [ -z "$failed" ] || printf '  failed       %s\n' "$failed"
    grep -vxFf "$KUMIKI_STATE/done" "$KUMIKI_STATE/steps" | grep -vxF "${failed:-none}" | sed 's/^/  not applied  /' || true
    if grep -q '^settle ' "$KUMIKI_STATE/done"; then
      printf 'The new versions run, and closing has begun. Run it again.\n'
    else
      printf 'Nothing is closed: what ran before can go on. Run it again, or deploy a next commit.\n'
    fi
  } >&2
  "$steps/write-back.sh" "stopped ${code:0:12}" || true
  exit 1
}
trap finish EXIT
trap 'exit 1' INT TERM

# as STACK COMMAND...: the hook puts the credentials of the stack into the environment of the command.
as() { "$KUMIKI_CREDENTIALS" "$@"; }

run_terraform() { # PHASE ACTION FOLDER STACK
  local folder=$3/stacks/$4 plan=$PWD/$KUMIKI_WORK/plan
  case $KUMIKI_WORK in /*) plan=$KUMIKI_WORK/plan ;; esac
  as "$4" terraform "-chdir=$folder" init -input=false -no-color
  if [ "$2" = destroy ]; then
    as "$4" terraform "-chdir=$folder" destroy -input=false -no-color -auto-approve
    return
  fi
  # A plan that was reviewed is the one that is applied, the first time the stack is; Terraform refuses one that is stale.
  if [ -f "$REVIEW/plans/$4.tfplan" ] && ! grep -q " $4\$" "$KUMIKI_STATE/done"; then
    cp "$REVIEW/plans/$4.tfplan" "$plan"
  else
    as "$4" terraform "-chdir=$folder" plan -input=false -no-color "-out=$plan"
  fi
  # Opening removes nothing. A plan that does is a mistake, and is not applied.
  if [ "$1" = expand ] || [ "$1" = jobs ]; then
    as "$4" terraform "-chdir=$folder" show -json "$plan" >"$plan.json"
    node "$steps/destroys.js" "$plan.json"
  fi
  as "$4" terraform "-chdir=$folder" apply -input=false -no-color "$plan"
  rm -f "$plan" "$plan.json"
}

run_cdktf() { # PHASE ACTION FOLDER STACK
  local verb=deploy
  [ "$2" = apply ] || verb=destroy
  # The output is there and approved; a synth of its own would be another one.
  as "$4" npx --no-install cdktf "$verb" "$4" --skip-synth --app true --output "$3" --auto-approve --ignore-missing-stack-dependencies --no-color
}

while IFS= read -r step; do
  if grep -qxF "$step" "$KUMIKI_STATE/done"; then continue; fi
  read -r phase action output stack <<<"$step"
  folder=$KUMIKI_HEAD
  [ "$output" = settled ] || folder=$EXPANDED
  failed=$step
  printf 'deploy: %s\n' "$step"
  "run_$KUMIKI_APPLY" "$phase" "$action" "$folder" "$stack" </dev/null
  printf '%s\n' "$step" >>"$KUMIKI_STATE/done"
  failed=
done <"$KUMIKI_STATE/steps"

trap - EXIT INT TERM
copy_output "$KUMIKI_HEAD" "$KUMIKI_STATE/applied"
cp "${KUMIKI_POLICY:-review-policy.json}" "$KUMIKI_STATE/review-policy.json"
[ -z "${KUMIKI_RELEASE_FILE:-}" ] || cp "$KUMIKI_RELEASE_FILE" "$KUMIKI_STATE/images.json"
node "$steps/release-record.js" "$REVIEW/review.json" "$KUMIKI_WORK/gate.json" "$APPROVALS/authors" >"$KUMIKI_STATE/release.json"
printf 'deploy: done\n'
sed 's/^/  applied      /' "$KUMIKI_STATE/done"
rm -rf "$KUMIKI_STATE/before" "$KUMIKI_STATE/steps" "$KUMIKI_STATE/done" "$KUMIKI_STATE/code"
"$steps/write-back.sh" "release ${code:0:12}"
