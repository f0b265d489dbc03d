# shellcheck shell=bash disable=SC2034,SC2154 # the pieces of bin/setup share their variables
# Docker: the engine, its plugins and its daemon.

daemon_log=$system/var/log/groundtruth-dockerd.log
daemon_record=$system/run/groundtruth-setup.daemon # what bin/setup started: "dockerd PID START" or "systemd"
daemon_starting='' # the pid while it does not answer yet
docker_installed_now=false

engine_is_elsewhere() { # a remote engine, Docker Desktop, colima, rootless...
  if [ -n "${DOCKER_HOST:-}" ]; then return 0; fi
  case ${DOCKER_CONTEXT:-} in '') ;; default) return 1 ;; *) return 0 ;; esac
  grep '"currentContext"' "${DOCKER_CONFIG:-${HOME:-/nonexistent}/.docker}/config.json" 2>/dev/null | grep -q -v '"default"'
}
engine_address() {
  if [ -n "${DOCKER_HOST:-}" ]; then echo "DOCKER_HOST=$DOCKER_HOST"; else echo "docker context '$(docker context show 2>/dev/null)'"; fi
}

ask_docker() {
  local answer errors
  scratch_file docker-info.err
  errors=$scratched
  docker_said=''
  # One call for all that is wanted to know: the answer of a running engine takes 0.1 s.
  answer=$(bounded 20 docker info --format '{{.ServerVersion}}|{{.DockerRootDir}}|{{.ContainersRunning}}|{{with .RegistryConfig}}{{len .Mirrors}}{{end}}' 2>"$errors") || true
  docker_version=${answer%%|*}
  case $docker_version in *[!0-9A-Za-z.+~:-]*) docker_version='' ;; esac
  if [ -n "$docker_version" ]; then
    IFS='|' read -r _ docker_folder docker_containers docker_mirrors <<<"$answer"
    return 0
  fi
  docker_said=$(tail -n 3 "$errors")
  return 1
}

# running | denied | silent (elsewhere, does not answer) | stopped | absent; adds to `missing`.
look_at_docker() {
  docker_state=absent docker_version='' docker_folder='' docker_containers='' docker_mirrors='' docker_said=''
  compose_version='' buildx_version=''
  if command -v docker >/dev/null; then
    compose_version=$(docker compose version --short 2>/dev/null) || compose_version=''
    buildx_version=$(docker buildx version 2>/dev/null | sed -n 's/^[^ ]* v\{0,1\}\([^ ]*\).*/\1/p') || buildx_version=''
    if ask_docker; then
      docker_state=running
    elif [[ $docker_said == *"permission denied"* ]]; then
      docker_state=denied
    elif engine_is_elsewhere; then
      docker_state=silent
    elif command -v dockerd >/dev/null; then
      docker_state=stopped
    fi
  elif engine_is_elsewhere; then
    docker_state=silent
  fi
  case $docker_state in
    absent) missing="$missing docker" ;;
    stopped)
      docker_version=$(dockerd --version 2>/dev/null | sed -n 's/^Docker version \([^,]*\),.*/\1/p') || docker_version=''
      version_at_least "$docker_version" "$docker_minimum" || missing="$missing docker"
      ;;
    running) version_at_least "$docker_version" "$docker_minimum" || missing="$missing docker" ;;
  esac
  { [ -n "$compose_version" ] && version_at_least "$compose_version" "$compose_minimum"; } || missing="$missing compose"
  [ -n "$buildx_version" ] || missing="$missing buildx"
}

refuse_what_cannot_be_helped() {
  if lacks jdk && [ -n "$jdk_unused" ]; then
    give_up "the JDK in use is ${jdk_version:-none}${jdk_home:+ ($jdk_home)} and $jdk_minimum is needed; there is a newer one, perhaps you should run: export JAVA_HOME=$jdk_unused"
  fi
  if lacks jdk && [ -n "${JAVA_HOME:-}" ]; then
    give_up "JAVA_HOME=$JAVA_HOME is no JDK $jdk_minimum or newer, perhaps you should set it to one or unset it"
  fi
  wants docker || return 0
  if docker --version 2>/dev/null | grep -qi podman; then
    give_up "'docker' is podman's here, which Groundtruth does not support, perhaps you should install Docker Engine: https://docs.docker.com/engine/install/"
  fi
  case $docker_state in
    denied)
      give_up "the Docker daemon runs but user $(id -un) may not use it, perhaps you should run: sudo usermod -aG docker $(id -un)   and log in again" ;;
    silent)
      if ! command -v docker >/dev/null; then
        give_up "DOCKER_HOST is set but there is no docker command, perhaps you should install Docker's command line and its compose and buildx plugins, or unset DOCKER_HOST"
      fi
      give_up "$(engine_address) does not answer (${docker_said:-no message}), perhaps you should start that engine, or unset DOCKER_HOST and DOCKER_CONTEXT or run 'docker context use default' for this machine's own" ;;
    running)
      if lacks docker && engine_is_elsewhere; then
        give_up "$(engine_address) is Docker Engine $docker_version and $docker_minimum or newer is needed, perhaps you should upgrade it there"
      fi
      if lacks docker && [ "${docker_containers:-0}" -gt 0 ]; then
        give_up "Docker Engine $docker_version is too old ($docker_minimum or newer is needed) and runs $docker_containers containers that an upgrade would stop, perhaps you should stop them and run bin/setup again"
      fi
      if lacks docker && ! runs_systemd && ! started_here; then
        give_up "Docker Engine $docker_version is too old ($docker_minimum or newer is needed) and was started by hand, perhaps you should stop it and run bin/setup again"
      fi
      if lacks docker && started_here && ! $dry_run; then stop_daemon; fi
      ;;
  esac
}

# --- the daemon ----------------------------------------------------------------------------------------------

# When a process started: tells a reused pid from the daemon's. Empty when it has ended, reaped or not.
start_of() { sed -n 's/^.*) //p' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" { print $20 }'; }
started_here() {
  local kind pid start
  [ -r "$daemon_record" ] || return 1
  read -r kind pid start <"$daemon_record" || true
  [ "$kind" = systemd ] || { [ -n "$start" ] && [ "$(start_of "$pid")" = "$start" ]; }
}
daemon_log_tail() { # without what containerd says about each of its parts
  as_root cat "$daemon_log" 2>/dev/null | grep -v -E 'level=info msg="(loading|skip loading) plugin|msg=serving' | tail -n 20 | sed 's/^/    /' >&2 || true
}

start_daemon_if_stopped() {
  if [ "$docker_state" = running ] && ! lacks docker; then return; fi
  if $dry_run; then
    if [ "$docker_state" = stopped ] && ! can_be_root; then give_up_starting; fi
    announce "start the Docker daemon$(runs_systemd && echo ' with systemctl start docker')" || true
    line docker 'would start'
    return
  fi
  take_turn
  if ask_docker; then # the package started it, or another bin/setup
    docker_state=running
    if $docker_installed_now && ! runs_systemd; then record_daemon "$(as_root cat "$system/var/run/docker.pid" 2>/dev/null || true)"; fi
    line docker running "$docker_version"
    return
  fi
  if [[ $docker_said == *"permission denied"* ]]; then
    docker_state=denied
    refuse_what_cannot_be_helped
  fi
  can_be_root || give_up_starting
  local what
  if runs_systemd; then
    what=docker.service
    announce "start the Docker daemon with systemctl start docker"
    printf 'systemd\n' | as_root tee "$daemon_record" >/dev/null
    logged systemctl as_root systemctl start docker || {
      as_root journalctl -u docker -n 20 --no-pager 2>/dev/null | sed 's/^/    /' >&2 || true
      as_root rm -f -- "$daemon_record"
      fail "the Docker daemon does not start, perhaps you should look at the lines above (journalctl -u docker)"
    }
  else
    announce "start the Docker daemon: dockerd in the background, log $daemon_log (bin/setup --stop stops it)"
    # setsid: a Ctrl-C here or the end of the terminal must not reach it. No open file of ours may stay open in it: the
    # lock of take_turn, or the pipe of a caller that waits for its end.
    # shellcheck disable=SC2016
    daemon_starting=$(as_root bash -c '
      umask 022
      (
        for fd in /proc/self/fd/*; do
          fd=${fd##*/}
          if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
        done
        exec setsid dockerd
      ) >"$1" 2>&1 </dev/null &
      echo $!' dockerd "$daemon_log")
    what="dockerd (pid $daemon_starting)"
  fi
  line docker waiting "for $what to answer, at most 60 s"
  local began=$SECONDS reported=$SECONDS
  until ask_docker; do
    if [[ $docker_said == *"permission denied"* ]]; then
      if [ -n "$daemon_starting" ]; then record_daemon "$daemon_starting"; daemon_starting=''; fi
      docker_state=denied
      refuse_what_cannot_be_helped
    fi
    if [ -n "$daemon_starting" ] && [ -z "$(start_of "$daemon_starting")" ]; then
      daemon_starting=''
      daemon_log_tail
      fail "the Docker daemon ended while starting, perhaps you should look at its last lines above ($daemon_log)"
    fi
    if [ $((SECONDS - began)) -ge 60 ]; then
      daemon_log_tail
      fail "the Docker daemon does not answer after 60 s (${docker_said:-no message}), perhaps you should look at its last lines above ($daemon_log)"
    fi
    if [ $((SECONDS - reported)) -ge 10 ]; then
      line docker waiting "$((SECONDS - began)) s; its last words: $(as_root tail -n 1 "$daemon_log" 2>/dev/null | cut -c 1-120 || true)"
      reported=$SECONDS
    fi
    sleep 0.2
  done
  if [ -n "$daemon_starting" ]; then record_daemon "$daemon_starting"; daemon_starting=''; fi
  docker_state=running
  line docker started "$docker_version"
}
give_up_starting() {
  give_up "the Docker daemon is not running and starting it needs root, perhaps you should run: sudo systemctl start docker   or: sudo bin/setup"
}
record_daemon() { # pid
  local start
  start=$(start_of "${1:-none}")
  [ -n "$start" ] || return 0
  printf 'dockerd %s %s\n' "$1" "$start" | as_root tee "$daemon_record" >/dev/null
}

end_process() { # pid start
  local tries=0
  as_root kill -TERM "$1" 2>/dev/null || return 0
  while [ "$(start_of "$1")" = "$2" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ]; then fail "dockerd (pid $1) has not ended 60 s after it was asked to, perhaps you should look at $daemon_log"; fi
    sleep 0.2
  done
}
stop_daemon() {
  if ! started_here; then
    if [ -e "$daemon_record" ] && can_be_root && ! $dry_run; then as_root rm -f -- "$daemon_record"; fi
    line docker 'left as is' "bin/setup has started no daemon that still runs"
    return
  fi
  local kind pid start
  read -r kind pid start <"$daemon_record" || true
  can_be_root || give_up "stopping the daemon needs root, perhaps you should run: sudo bin/setup --stop"
  announce "stop the Docker daemon that bin/setup started ($kind${pid:+, pid $pid})" || return 0
  if [ "$kind" = systemd ]; then
    logged systemctl as_root systemctl stop docker.socket docker.service || fail "systemctl stop docker failed, perhaps you should look at the lines above"
  else
    end_process "$pid" "$start"
  fi
  as_root rm -f -- "$daemon_record"
  line docker stopped
}

undo_what_is_half_done() {
  remove_half_added_trixie
  if [ -n "$daemon_starting" ]; then
    complain "stopping the Docker daemon again that was started just now"
    local pid=$daemon_starting
    daemon_starting=''
    end_process "$pid" "$(start_of "$pid")"
  fi
}
