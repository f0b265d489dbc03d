# shellcheck shell=bash disable=SC2034,SC2154 # the pieces of bin/setup share their variables
# What machine this is and what may be done on it.

# Tests put a folder in the place of /.
system=${GROUNDTRUTH_SETUP_SYSTEM_ROOT:-}
PATH=$PATH:$system/usr/local/sbin:$system/usr/sbin:$system/sbin # where daemons live, not on everyone's PATH

is_root() { [ "$(id -u)" = 0 ]; }
can_be_root() { is_root || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }
as_root() { if is_root; then "$@"; else sudo -n -- "$@"; fi; }
runs_systemd() { [ -d "$system/run/systemd/system" ]; }

os_field() { # ID, ID_LIKE, PRETTY_NAME ...
  [ -r "$system/etc/os-release" ] || return 0
  sed -n "s/^$1=//p" "$system/etc/os-release" | tr -d '"' | head -n 1
}
os_family() { # debian, fedora, rhel, arch, suse, alpine, macos or unknown
  if [ "$(uname -s)" = Darwin ]; then
    echo macos
    return
  fi
  local word
  for word in $(os_field ID) $(os_field ID_LIKE); do
    case $word in
      debian | ubuntu) echo debian; return ;;
      rhel | centos) echo rhel; return ;;
      fedora | arch | alpine) echo "$word"; return ;;
      suse | opensuse*) echo suse; return ;;
    esac
  done
  echo unknown
}

bounded() { # seconds command...
  if command -v timeout >/dev/null; then timeout "$@"; else
    shift
    "$@"
  fi
}

http_status() { # https url; takes 5 s at most
  local host=${1#https://}
  if command -v curl >/dev/null; then
    curl -s -m 5 -o /dev/null -w '%{http_code}' "$1" 2>/dev/null || true
  elif command -v wget >/dev/null; then
    wget -q -S -O /dev/null -T 5 -t 1 "$1" 2>&1 | sed -n 's/^ *HTTP\/[0-9.]* \([0-9]*\).*/\1/p' | tail -n 1 || true
  elif bounded 5 bash -c ": </dev/tcp/${host%%/*}/443" 2>/dev/null; then
    echo 200 # a connection is the best that can be seen without installing anything
  fi
}

# 26.1.5+dfsg1-9 is at least 24.0; an epoch (2:1.17) does not count.
version_at_least() { # have want
  local have=${1#*:} want=$2 h w
  have=${have#v}
  have=${have%%[!0-9.]*}
  while [ -n "$want" ]; do
    h=${have%%.*} w=${want%%.*}
    h=${h:-0}
    if [ "$((10#$h))" -ne "$((10#$w))" ]; then
      [ "$((10#$h))" -gt "$((10#$w))" ]
      return
    fi
    case $have in *.*) have=${have#*.} ;; *) have='' ;; esac
    case $want in *.*) want=${want#*.} ;; *) want='' ;; esac
  done
}

# One run at a time changes the machine; held until this one ends.
my_turn=false
take_turn() {
  if $my_turn || ! command -v flock >/dev/null; then return 0; fi
  my_turn=true
  local folder=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/groundtruth
  mkdir -p -- "$folder"
  exec 9>"$folder/setup.lock"
  flock -n 9 && return
  line setup waiting "for another bin/setup to finish, at most 60 min"
  flock -w 3600 9 || fail "another bin/setup is still at work after 60 min, perhaps you should look what it does: it holds $folder/setup.lock"
}
