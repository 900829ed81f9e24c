# How the steps ask GitLab. The token goes through a file handle: a command line can be read by others.
: "${CI_API_V4_URL:?}" "${CI_PROJECT_ID:?}" "${KUMIKI_GITLAB_TOKEN:?}"
gitlab() {
  local path=$1
  shift
  printf 'header = "PRIVATE-TOKEN: %s"\n' "$KUMIKI_GITLAB_TOKEN" |
    curl --fail --silent --show-error --location --config - "$@" "$CI_API_V4_URL/$path"
}

# every_page PATH FILE: all pages of a list, as one list of lists. GitLab answers an empty list after the last one.
every_page() {
  local page=1 answer
  printf '[' >"$2"
  while answer=$(gitlab "$1?per_page=100&page=$page") && [ "$answer" != '[]' ]; do
    [ "$page" = 1 ] || printf ',' >>"$2"
    printf '%s' "$answer" >>"$2"
    page=$((page + 1))
    [ "$page" -le 100 ] || fail "there are more than 100 pages of $1"
  done
  [ "${answer:-}" = '[]' ] || fail "GitLab does not answer $1"
  printf ']' >>"$2"
}
