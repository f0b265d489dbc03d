#!/bin/bash
# Runs once, when the data directory is made: gives WordPress a user with what it needs on its own schema, nothing more.
# MYSQL_USER would give it every privilege.
set -euo pipefail

password() { # password <file>: passwords are made of letters, digits, - and _
  local value
  value=$(<"$1")
  if [[ ! $value =~ ^[A-Za-z0-9_-]+$ ]]; then
    echo "wordpress-user: $1 is empty or has characters other than letters, digits, - and _, perhaps you should" \
      "delete it and let the secrets service make it again" >&2
    return 1
  fi
  printf %s "$value"
}

root_password=$(password /run/secrets/mysql_root_password)
wordpress_password=$(password /run/secrets/wordpress_db_password)

# Both passwords travel through pipes only.
mysql --defaults-extra-file=<(printf '[client]\npassword="%s"\n' "$root_password") \
  --protocol=socket --user=root <<SQL
CREATE USER 'wordpress'@'%' IDENTIFIED BY '$wordpress_password' REQUIRE SSL;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX ON wordpress.* TO 'wordpress'@'%';
SQL
