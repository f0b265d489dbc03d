#!/usr/bin/env bash
# First start: fills an empty /var/www/html and writes wp-config.php; then runs the command.
set -euo pipefail

readonly source=/usr/src/wordpress

say() { printf 'wordpress: %s\n' "$*" >&2; }

# wp-config.php reads these files at every request: say at once, and clearly, what would fail then.
check_files() {
  local name bad=0
  for name in "${!WORDPRESS_@}"; do
    if [[ $name == *_FILE && -n ${!name} && ! -r ${!name} ]]; then
      say "$name names ${!name}, which cannot be read, perhaps you should mount it or correct the variable"
      bad=1
    fi
  done
  return "$bad"
}

# copy FROM-ARGUMENTS...: from the image to here, to the given owner, keeping what a user mounted.
copy() {
  local -a extract=(--extract --file -)
  if [[ $(id -u) -ne 0 ]]; then
    extract+=(--no-overwrite-dir --no-same-owner)
  fi
  tar --create --file - --directory "$source" --owner "$owner" --group "$group" "$@" \
    | tar "${extract[@]}"
}

fill() {
  local path
  local -a keep=()
  say "first start: filling $PWD with WordPress"
  if [[ $(id -u) -eq 0 && $(stat -c %u .) -eq 0 ]]; then
    chown "$owner:$group" .
  fi
  for path in "$source"/.htaccess "$source"/wp-content/*/*/; do
    path=${path#"$source/"}
    path=${path%/}
    if [[ -e $path ]]; then
      say "keeping $path as it is"
      keep+=(--exclude "./$path")
    fi
  done
  # What tells a filled folder from an empty one comes last: an interrupted first start is repeated.
  copy "${keep[@]}" --exclude ./index.php --exclude ./wp-includes/version.php .
  copy ./wp-includes/version.php ./index.php
}

# Salts that nobody gave are random, and stay: they are part of wp-config.php.
write_config() {
  local new
  new=$(mktemp ./.wp-config.XXXXXX)
  # shellcheck disable=SC2016 # PHP's variable
  php -r 'echo preg_replace_callback("/put your unique phrase here/",
    fn () => bin2hex(random_bytes(32)), file_get_contents($argv[1]));' \
    "$source/wp-config-docker.php" > "$new"
  chmod 0644 "$new"
  if [[ $(id -u) -eq 0 ]]; then
    chown "$owner:$group" "$new"
  fi
  mv "$new" wp-config.php
}

if [[ ${1:-} == apache2* || ${1:-} == php-fpm ]]; then
  if [[ $(id -u) -eq 0 ]]; then
    owner=${APACHE_RUN_USER:-www-data}
    group=${APACHE_RUN_GROUP:-www-data}
    # "#1000" is Apache's way to write an id.
    owner=${owner#\#}
    group=${group#\#}
  else
    owner=$(id -u)
    group=$(id -g)
  fi
  check_files
  if [[ ! -e index.php && ! -e wp-includes/version.php ]]; then
    fill
  fi
  given=("${!WORDPRESS_@}")
  if [[ ${#given[@]} -gt 0 && ! -e wp-config.php ]]; then
    write_config
  fi
fi

exec "$@"
