#!/usr/bin/env bash
# First start: makes the database that the MYSQL_... variables describe; then runs the command.
#
# Accounts and schema are made by the initialising server itself (--init-file), which saves a start and a stop.
# A temporary server without a network runs only when /docker-entrypoint-initdb.d has something to run.
set -euo pipefail
shopt -s nullglob

readonly scripts=/docker-entrypoint-initdb.d
readonly secrets=(MYSQL_ROOT_PASSWORD MYSQL_PASSWORD)

# Scripts of /docker-entrypoint-initdb.d may use these three and docker_process_sql.
mysql_note() { printf '%s [Note] [Entrypoint]: %s\n' "$(date -u +%FT%TZ)" "$*"; }
mysql_warn() { printf '%s [Warning] [Entrypoint]: %s\n' "$(date -u +%FT%TZ)" "$*" >&2; }
mysql_error() {
  printf '%s [ERROR] [Entrypoint]: %s\n' "$(date -u +%FT%TZ)" "$*" >&2
  exit 1
}

# from_file NAME [DEFAULT]: sets NAME from the file that NAME_FILE names, or to the default.
from_file() {
  local name=$1 file="$1_FILE"
  if [[ -n ${!file:-} ]]; then
    [[ -z ${!name:-} ]] \
      || mysql_error "both $name and $file are set, perhaps you should remove one of them"
    [[ -r ${!file} ]] \
      || mysql_error "$file names ${!file}, which cannot be read, perhaps you should mount it or correct the variable"
    export "$name=$(< "${!file}")"
  else
    export "$name=${!name:-${2:-}}"
  fi
  unset "$file"
}

read_variables() {
  from_file MYSQL_ROOT_PASSWORD
  from_file MYSQL_ROOT_HOST '%'
  from_file MYSQL_DATABASE
  from_file MYSQL_USER
  from_file MYSQL_PASSWORD
}

check_variables() {
  if [[ -z $MYSQL_ROOT_PASSWORD && -z ${MYSQL_ALLOW_EMPTY_PASSWORD:-} && -z ${MYSQL_RANDOM_ROOT_PASSWORD:-} ]]; then
    mysql_error 'the database is not initialized and no root password is given, perhaps you should set one of MYSQL_ROOT_PASSWORD, MYSQL_ROOT_PASSWORD_FILE, MYSQL_RANDOM_ROOT_PASSWORD and MYSQL_ALLOW_EMPTY_PASSWORD'
  fi
  if [[ $MYSQL_USER == root ]]; then
    mysql_error 'MYSQL_USER is "root", which exists already, perhaps you should remove MYSQL_USER and set MYSQL_ROOT_PASSWORD alone'
  fi
  if [[ -n $MYSQL_USER && -z $MYSQL_PASSWORD ]]; then
    mysql_warn 'MYSQL_USER is set without MYSQL_PASSWORD, so the user is not created, perhaps you should set MYSQL_PASSWORD or MYSQL_PASSWORD_FILE'
  elif [[ -z $MYSQL_USER && -n $MYSQL_PASSWORD ]]; then
    mysql_warn 'MYSQL_PASSWORD is set without MYSQL_USER and has no effect, perhaps you should set MYSQL_USER'
  fi
}

# setting NAME COMMAND...: what the server would use, with its files and arguments taken together.
setting() {
  local name=$1 all
  shift
  all=$("$@" --verbose --help 2> /dev/null) || {
    "$@" --verbose --help > /dev/null || true
    mysql_error "mysqld refuses its configuration (see above), perhaps you should correct the arguments or /etc/mysql/conf.d"
  }
  # The table of values starts its lines with a name; descriptions are indented.
  all=$(awk -v name="$name " 'index($0, name) == 1 && !found { sub(/^[^ ]+ +/, ""); print; found = 1 }' <<< "$all")
  [[ $all == /?* ]] \
    || mysql_error "mysqld gives \"$all\" as its $name, perhaps you should give it as an absolute path"
  printf '%s\n' "${all%/}"
}

sql_string() {
  local value=$1
  value=${value//\\/\\\\}
  value=${value//\'/\\\'}
  value=${value//$'\n'/\\n}
  printf "'%s'" "$value"
}

# In a GRANT, _ and % of a schema's name are wildcards unless escaped.
sql_name() { printf '\x60%s\x60' "${1//\`/\`\`}"; }
sql_grant_name() {
  local name=${1//_/\\_}
  sql_name "${name//%/\\%}"
}

accounts_sql() {
  local password user
  password=$(sql_string "$MYSQL_ROOT_PASSWORD")
  printf 'SET @@SESSION.SQL_LOG_BIN = 0;\n'
  printf "ALTER USER 'root'@'localhost' IDENTIFIED BY %s;\n" "$password"
  printf "GRANT ALL ON *.* TO 'root'@'localhost' WITH GRANT OPTION;\n"
  if [[ -n $MYSQL_ROOT_HOST && $MYSQL_ROOT_HOST != localhost ]]; then
    user="'root'@$(sql_string "$MYSQL_ROOT_HOST")"
    printf 'CREATE USER %s IDENTIFIED BY %s;\n' "$user" "$password"
    printf 'GRANT ALL ON *.* TO %s WITH GRANT OPTION;\n' "$user"
  fi
  if [[ -n $MYSQL_DATABASE ]]; then
    printf 'CREATE DATABASE IF NOT EXISTS %s;\n' "$(sql_name "$MYSQL_DATABASE")"
  fi
  if [[ -n $MYSQL_USER && -n $MYSQL_PASSWORD ]]; then
    user="$(sql_string "$MYSQL_USER")@'%'"
    printf 'CREATE USER %s IDENTIFIED BY %s;\n' "$user" "$(sql_string "$MYSQL_PASSWORD")"
    if [[ -n $MYSQL_DATABASE ]]; then
      printf 'GRANT ALL ON %s.* TO %s;\n' "$(sql_grant_name "$MYSQL_DATABASE")" "$user"
    fi
  fi
}

expire_sql() {
  [[ -n ${MYSQL_ONETIME_PASSWORD:-} ]] || return 0
  printf 'SET @@SESSION.SQL_LOG_BIN = 0;\n'
  printf "ALTER USER 'root'@%s PASSWORD EXPIRE;\n" "$(sql_string "${MYSQL_ROOT_HOST:-localhost}")"
}

# docker_process_sql [mysql's arguments]: runs standard input as root of the temporary server.
# shellcheck disable=SC2119,SC2120 # the arguments are for scripts
docker_process_sql() {
  local -a database=()
  if [[ -n ${MYSQL_DATABASE:-} ]]; then
    database=(--database="$MYSQL_DATABASE")
  fi
  mysql --defaults-extra-file=<(password_file) --protocol=socket --user=root --host=localhost \
    --socket="$socket" --comments "${database[@]}" "$@"
}

password_file() {
  local value=${MYSQL_ROOT_PASSWORD//\\/\\\\}
  printf '[client]\npassword="%s"\n' "${value//\"/\\\"}"
}

# shellcheck disable=SC2119
run_scripts() {
  local file
  for file in "$scripts"/*; do
    case $file in
      *.sh)
        if [[ -x $file ]]; then
          mysql_note "running $file"
          "$file"
        else
          mysql_note "sourcing $file"
          set +u
          # shellcheck source=/dev/null
          . "$file"
          set -u
        fi
        ;;
      *.sql)
        mysql_note "running $file"
        docker_process_sql < "$file"
        ;;
      *.sql.gz)
        mysql_note "running $file"
        gunzip -c "$file" | docker_process_sql
        ;;
      *.sql.xz)
        mysql_note "running $file"
        xz -dc "$file" | docker_process_sql
        ;;
      *) mysql_warn "ignoring $file, which is neither .sh nor .sql, .sql.gz or .sql.xz" ;;
    esac
  done
}

start_temporary_server() {
  "$@" --skip-networking --mysqlx=OFF --socket="$socket" &
  child=$!
  until mysqladmin --defaults-extra-file=<(password_file) --user=root --socket="$socket" ping &> /dev/null; do
    kill -0 "$child" 2> /dev/null || mysql_error 'the temporary server did not start (see above)'
    sleep 0.1
  done
}

stop_child() {
  [[ -n ${child:-} ]] || return 0
  kill -TERM "$child" 2> /dev/null || true
  wait "$child" 2> /dev/null || true
  child=''
}

empty_data_directory() {
  find "$datadir" -mindepth 1 -maxdepth 1 ! -name lost+found -exec rm -rf {} +
}

# A first start that fails or is stopped leaves an empty directory, so that the next one starts afresh.
abandon() {
  local status=$?
  trap - EXIT
  trap '' TERM INT
  stop_child
  rm -f "${init_file:-}"
  if [[ $status -ne 0 ]]; then
    empty_data_directory
    printf '%s [ERROR] [Entrypoint]: the first start was not completed (exit code %s, see above), %s was emptied\n' \
      "$(date -u +%FT%TZ)" "$status" "$datadir" >&2
  fi
  exit "$status"
}

# shellcheck disable=SC2119
initialize() {
  local found
  local -a files
  read_variables
  check_variables
  for found in "$datadir"/*; do
    [[ ${found##*/} == lost+found ]] \
      || mysql_error "$datadir holds ${found##*/} but no database, perhaps you should mount an empty directory or volume"
  done
  if [[ -n ${MYSQL_RANDOM_ROOT_PASSWORD:-} ]]; then
    MYSQL_ROOT_PASSWORD=$(head -c 24 /dev/urandom | base64 -w 0)
    export MYSQL_ROOT_PASSWORD
    mysql_note "GENERATED ROOT PASSWORD: $MYSQL_ROOT_PASSWORD"
  fi

  child=''
  init_file=''
  trap abandon EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  # Survives what no trap can: kill -9 and power cuts. Hidden, because mysqld refuses other files.
  : > "$datadir/.first-start"
  files=("$scripts"/*)
  # In memory and for the server's eyes only: the statements hold passwords.
  init_file=$(umask 077 && mktemp -p /dev/shm first-start.XXXXXX)
  accounts_sql > "$init_file"
  if [[ ${#files[@]} -eq 0 ]]; then
    expire_sql >> "$init_file"
  fi

  mysql_note "first start: initializing $datadir"
  "$@" --initialize-insecure --init-file="$init_file" &
  child=$!
  wait "$child" || mysql_error 'mysqld could not initialize the data directory (see above)'
  child=''
  rm -f "$init_file"

  if [[ ${#files[@]} -gt 0 ]]; then
    mysql_note 'starting a temporary server without network'
    start_temporary_server "$@"
    run_scripts
    expire_sql | docker_process_sql
    stop_child
  fi

  # On disk before the mark goes: a database without the mark is complete.
  rm "$datadir/.first-start"
  trap - EXIT TERM INT
  mysql_note 'first start: done, ready for start up'
}

as_mysql() {
  local path
  for path in "$datadir" "$(dirname "$socket")"; do
    mkdir -p "$path"
    find "$path" -xdev ! -user mysql -exec chown --no-dereference mysql {} +
  done
  # Root reads the secrets, which may be unreadable for others; only a first start needs them.
  if [[ ! -d $datadir/mysql || -e $datadir/.first-start ]]; then
    read_variables
  fi
  exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
}

wants_help() {
  local argument
  for argument; do
    case $argument in
      -'?' | --help | --print-defaults | -V | --version) return 0 ;;
    esac
  done
  return 1
}

if [[ ${1:-} == -* ]]; then
  set -- mysqld "$@"
fi

if [[ ${1:-} == mysqld ]] && ! wants_help "$@"; then
  datadir=$(setting datadir "$@")
  socket=$(setting socket "$@")
  if [[ $(id -u) -eq 0 ]]; then
    as_mysql "$@"
  fi
  if [[ -e $datadir/.first-start ]]; then
    mysql_warn "the previous first start was cut off, so $datadir is emptied and filled anew"
    empty_data_directory
  fi
  if [[ ! -d $datadir/mysql ]]; then
    initialize "$@"
  fi
  # The server does not need them, so its environment need not show them.
  unset "${secrets[@]}"
fi

exec "$@"
