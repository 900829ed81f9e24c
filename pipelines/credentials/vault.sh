#!/usr/bin/env bash
# vault.sh STACK COMMAND...: logs in to Vault with the identity of the CI job, as role deploy-STACK, and runs the command with
# what that role may have: VAULT_TOKEN, and where the engines are there CONSUL_HTTP_TOKEN and NOMAD_TOKEN of the same role.
# The identity is KUMIKI_ID_TOKEN (GitLab: id_tokens), or GitHub's for the audience vault (permission id-token: write).
set -euo pipefail
: "${VAULT_ADDR:?}"
role=deploy-$1
shift

# A header goes to curl by standard input: command lines can be read by others.
ask() { # HEADER URL ARGUMENTS...
  local header=$1 url=$2
  shift 2
  printf 'header = "%s"\n' "$header" | curl --fail --silent --show-error --config - "$@" "$url"
}
pick() { node -e 'const found = process.argv[1].split(".").reduce((at, key) => at?.[key], JSON.parse(require("fs").readFileSync(0, "utf8"))); if (!found) process.exit(1); process.stdout.write(found)' "$1"; }

if [ -z "${KUMIKI_ID_TOKEN:-}" ]; then
  KUMIKI_ID_TOKEN=$(ask "Authorization: bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN:?}" "${ACTIONS_ID_TOKEN_REQUEST_URL:?}&audience=vault" | pick value)
fi
VAULT_TOKEN=$(printf '{"role":"%s","jwt":"%s"}' "$role" "$KUMIKI_ID_TOKEN" |
  curl --fail --silent --show-error --data @- "$VAULT_ADDR/v1/auth/${KUMIKI_VAULT_AUTH:-jwt-ci}/login" | pick auth.client_token)
export VAULT_TOKEN
if [ "${KUMIKI_CONSUL_CREDENTIALS:-yes}" = yes ]; then
  CONSUL_HTTP_TOKEN=$(ask "X-Vault-Token: $VAULT_TOKEN" "$VAULT_ADDR/v1/consul/creds/$role" | pick data.token)
  export CONSUL_HTTP_TOKEN
fi
if [ "${KUMIKI_NOMAD_CREDENTIALS:-yes}" = yes ]; then
  NOMAD_TOKEN=$(ask "X-Vault-Token: $VAULT_TOKEN" "$VAULT_ADDR/v1/nomad/creds/$role" | pick data.secret_id)
  export NOMAD_TOKEN
fi
unset KUMIKI_ID_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN ACTIONS_ID_TOKEN_REQUEST_URL
exec "$@"
