#!/bin/sh
# Runs HAProxy as the container's main process, in master-worker mode: the stop signal SIGUSR1 then ends
# it softly, SIGUSR2 reloads the configuration.
set -eu

case ${1:-} in
  -*) set -- haproxy "$@" ;;
esac

if [ "${1:-}" = haproxy ]; then
  shift
  set -- haproxy -W -db "$@"
fi

exec "$@"
