# shellcheck shell=bash disable=SC2034,SC2154 # the pieces of bin/setup share their variables
# Container images: the official ones where a registry can be reached, else the bases of the stand-ins.

bases='groundtruth/debian:trixie groundtruth/debian:sid'
gib=1048576 # in KiB

# The images compose.yaml takes when nothing else is said: the one place where they are pinned.
official_images() {
  sed -n -e 's/.*{WORDPRESS_IMAGE:-\([^}]*\)}.*/\1/p' \
    -e 's/.*{LOAD_BALANCER_IMAGE:-\([^}]*\)}.*/\1/p' -e 's/.*{SIDECAR_BASE:-\([^}]*\)}.*/\1/p' "$root/compose/compose.yaml" 2>/dev/null | sort -u
}
are_present() { # images
  # shellcheck disable=SC2086 # a list of names
  [ -n "$1" ] && [ "$docker_state" = running ] && docker image inspect --format ' ' $1 >/dev/null 2>&1
}

registry=https://registry-1.docker.io/v2/
can_reach_registry() {
  if [ "${docker_mirrors:-0}" -gt 0 ] 2>/dev/null; then return 0; fi # the daemon has a mirror of its own
  if engine_is_elsewhere && [[ ${DOCKER_HOST:-unix:} != unix:* ]]; then return 0; fi # its network is not ours
  case $(http_status "$registry") in 200 | 401) return 0 ;; *) return 1 ;; esac
}

prepare_images() {
  local choice=${GROUNDTRUTH_IMAGES:-}
  if [ "$choice" = official ]; then
    line images official "GROUNDTRUTH_IMAGES says so"
    return
  fi
  if are_present "$bases"; then
    line images found "${bases/ /, }"
    if [ ! -e "$root/compose/.env" ] && { [ "$choice" = stand-in ] || ! are_present "$(official_images)"; }; then choose_stand_ins; fi
    return
  fi
  if [ -z "$choice" ]; then
    local official
    official=$(official_images)
    if are_present "$official"; then
      line images found "$(printf '%s' "$official" | tr '\n' ' ')"
      return
    fi
    if can_reach_registry; then
      line images official "the container registry can be reached: docker pulls them when they are needed"
      return
    fi
    line images stand-ins "no container registry can be reached ($registry); GROUNDTRUTH_IMAGES=official overrides"
  fi
  build_bases
  choose_stand_ins
}

build_bases() {
  local suite base builder=$root/compose/images/base/build began
  [ -x "$builder" ] || fail "$builder is missing, perhaps you should check this clone out completely"
  if ! can_be_root; then
    give_up "no container registry can be reached, and making base images from Debian's packages needs root, perhaps you should run: sudo bin/setup   or set GROUNDTRUTH_IMAGES=official if your Docker daemon has a registry of its own"
  fi
  command -v debootstrap >/dev/null || $dry_run || take_turn
  if ! command -v debootstrap >/dev/null; then
    install_tools debootstrap
    if ! $dry_run; then line debootstrap installed "$(debootstrap --version 2>/dev/null | sed 's/^debootstrap //')"; fi
  fi
  $dry_run || take_turn
  for base in $bases; do
    suite=${base##*:}
    if are_present "$base"; then
      line "$base" found
      continue
    fi
    if $dry_run && [ "$docker_state" = stopped ]; then suite="$suite, unless it is there: that is known when Docker runs"; fi
    announce "make image $base from the packages of Debian $suite (about a minute)" || continue
    began=$SECONDS
    logged "base-$suite" as_root env ${DOCKER_HOST:+DOCKER_HOST="$DOCKER_HOST"} "$builder" "$suite" ||
      fail "image $base can't be made, perhaps you should run $builder $suite and look"
    line images made "$base in $((SECONDS - began)) s"
  done
}

choose_stand_ins() {
  local file=$root/compose/.env
  [ -d "$root/compose" ] || return 0
  if [ -e "$file" ]; then
    grep -q '^COMPOSE_FILE=' "$file" ||
      line compose/.env 'left as is' "it names no COMPOSE_FILE: 'docker compose up' will ask for official images"
    return 0
  fi
  announce "write compose/.env: plain 'docker compose up' uses the stand-in images" || return 0
  printf '%s\n' "# Written by bin/setup: no container registry could be reached. Remove it to use the official images." \
    'COMPOSE_FILE=compose.yaml:stand-ins.yaml' >"$file.new"
  mv -- "$file.new" "$file"
}

# Before the images: a full disk shows up there first, as an error nobody understands.
check_disk_space() {
  local folder=${docker_folder:-/var/lib/docker} free needed=6
  if engine_is_elsewhere && [[ ${DOCKER_HOST:-unix:} != unix:* ]]; then return 0; fi
  while [ ! -d "$folder" ] && [ "$folder" != / ]; do
    case $docker_state in running) return 0 ;; esac # a virtual machine's folder, as on macOS
    folder=$(dirname -- "$folder")
  done
  # With the images in place a run needs little more.
  if are_present "$bases" || are_present "$(official_images)"; then needed=2; fi
  free=$(df -Pk -- "$folder" 2>/dev/null | awk 'NR == 2 { print $4 }')
  [ -n "$free" ] || return 0
  if [ "$free" -lt $((needed * gib)) ]; then
    give_up "only $((free / 1024)) MiB are free where Docker stores its data ($folder) and $needed GiB are needed, perhaps you should run 'docker system prune' or give it more space"
  fi
  line disk found "$((free / gib)) GiB free in $folder"
}
