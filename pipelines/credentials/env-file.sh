#!/usr/bin/env bash
# env-file.sh STACK COMMAND...: runs the command with the variables of KUMIKI_CREDENTIALS_FOLDER/STACK.env, and prints none.
# The file has NAME=value lines, as they are; it is read, not run.
set -euo pipefail
file=${KUMIKI_CREDENTIALS_FOLDER:?}/$1.env
shift
[ -f "$file" ] || {
  printf 'kumiki: there are no credentials in %s\n' "$file" >&2
  exit 2
}
while IFS= read -r line || [ -n "$line" ]; do
  case $line in '' | '#'*) continue ;; esac
  export "${line?}"
done <"$file"
exec "$@"
