# shellcheck shell=bash disable=SC2034,SC2154 # the pieces of bin/setup share their variables
# The JDK: JAVA_HOME's, else the one on PATH. Its `release` file is read, as starting a JVM takes too long.

jdk_minimum=17

jdk_version_of() { # home
  local version=''
  if [ -r "$1/release" ]; then version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release"); fi
  if [ -z "$version" ]; then version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac //p') || true; fi
  case $version in 1.*) version=${version#1.} ;; esac
  printf '%s' "$version"
}
find_jdk() {
  jdk_home='' jdk_version='' jdk_unused=''
  local javac
  if [ -n "${JAVA_HOME:-}" ]; then
    if [ -x "$JAVA_HOME/bin/javac" ]; then jdk_home=$JAVA_HOME; fi
  elif javac=$(command -v javac); then
    javac=$(readlink -f "$javac" 2>/dev/null || printf '%s' "$javac")
    jdk_home=${javac%/bin/javac}
  fi
  if [ -n "$jdk_home" ]; then
    jdk_version=$(jdk_version_of "$jdk_home")
    if version_at_least "$jdk_version" "$jdk_minimum"; then return 0; fi
  fi
  local home
  for home in "$system"/usr/lib/jvm/*; do
    if [ -x "$home/bin/javac" ] && version_at_least "$(jdk_version_of "$home")" "$jdk_minimum"; then jdk_unused=$home; fi
  done
  return 1
}
