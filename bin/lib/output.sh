# shellcheck shell=bash disable=SC2034,SC2154 # the pieces of bin/setup share their variables
# What bin/setup prints: a line per tool, an announcement before each change, errors with a way out.

line() { printf '%-16s%-14s%s\n' "$1" "$2" "${3:-}"; }
detail() { printf '    %s\n' "$*"; } # of the announcement before
announce() { # a change to the system; false in a dry run, when it must not be made
  if $dry_run; then
    printf '==> would %s\n' "$*"
    return 1
  fi
  printf '==> %s\n' "$*"
}
complain() { printf 'bin/setup: %s\n' "$*" >&2; }
refuse() { complain "$@"; exit 2; } # the command line
fail() { complain "$@"; exit 1; }   # a step
give_up() { complain "$@"; exit 3; } # this machine

scratch_file() { # name
  [ -n "$scratch" ] || scratch=$(mktemp -d "${TMPDIR:-/tmp}/groundtruth-setup.XXXXXX")
  chmod 755 "$scratch"
  scratched=$scratch/$1
}

# Runs a command with its output in a log, whose last lines are shown only when it fails.
logged() { # name command...
  local name=$1 status=0
  shift
  scratch_file "$name.log"
  local log=$scratched
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    tail -n 20 "$log" | sed 's/^/    /' >&2
    return "$status"
  fi
}
