# shellcheck shell=bash disable=SC2034,SC2154 # the pieces of bin/setup share their variables
# Installs tools with apt; for other package managers says what to install.

trixie_source=$system/etc/apt/sources.list.d/groundtruth-trixie.sources
trixie_pin=$system/etc/apt/preferences.d/groundtruth-trixie
trixie_half_added=false
lists_are_fresh=false
docker_minimum=24.0
compose_minimum=2.20

shellcheck_version() { shellcheck --version | sed -n 's/^version: //p'; }

install_tools() { # names
  local family
  family=$(os_family)
  if [ "$family" != debian ] || ! command -v apt-get >/dev/null; then
    say_what_to_install "$1" "$family"
    exit 3
  fi
  if ! can_be_root; then
    say_what_to_install "$1" debian
    exit 3
  fi
  apt_install_tools "$1"
}

say_what_to_install() { # tools family
  local tool name
  name=$(os_field PRETTY_NAME)
  for tool in $1; do
    case $tool in
      jdk) line jdk missing "needed: a JDK, $jdk_minimum or newer" ;;
      docker) line docker missing "needed: Docker Engine, $docker_minimum or newer${docker_version:+ (found $docker_version)}" ;;
      compose) line 'docker compose' missing "needed: compose plugin, $compose_minimum or newer${compose_version:+ (found $compose_version)}" ;;
      buildx) line 'docker buildx' missing "needed: buildx plugin" ;;
      go) line go missing "needed: Go, $go_minimum or newer, to build what can't be downloaded" ;;
      *) line "$tool" missing ;;
    esac
  done
  if [ "$2" = debian ]; then
    complain "installing needs root and there is neither root nor a sudo without password, perhaps you should run: sudo bin/setup --for ${target:-local}"
  else
    complain "bin/setup can install packages on Debian and Ubuntu only, not on ${name:-this $(uname -s)}, perhaps you should run:"
  fi
  commands_for "$2" "$1" | sed 's/^/    /' >&2
}
# shellcheck disable=SC2016 # $USER is for the reader's shell
commands_for() { # family tools
  local docker='' jdk='' shellcheck='' go=''
  case " $2 " in *' docker '* | *' compose '* | *' buildx '*) docker=yes ;; esac
  case " $2 " in *' jdk '*) jdk=yes ;; esac
  case " $2 " in *' shellcheck '*) shellcheck=shellcheck ;; esac
  case " $2 " in *' go '*) go=yes ;; esac
  case $1 in
    debian)
      echo "or, by hand (Debian 13 and newer; Ubuntu names compose docker-compose-v2; Debian 12's Docker is too old: https://docs.docker.com/engine/install/debian/):"
      echo "sudo apt-get install${docker:+ docker.io docker-cli docker-compose docker-buildx}${jdk:+ default-jdk-headless}${shellcheck:+ shellcheck}${go:+ golang-go}"
      if [ -n "$go" ]; then echo "or, where golang-go is older than $go_minimum, Go from https://go.dev/dl/"; fi
      if [ -n "$docker" ]; then echo 'sudo usermod -aG docker "$USER"   # then log in again'; fi
      ;;
    fedora)
      echo "sudo dnf install${docker:+ moby-engine docker-cli docker-compose docker-buildx}${jdk:+ java-latest-openjdk-devel}${shellcheck:+ ShellCheck}${go:+ golang}" ;;
    rhel)
      if [ -n "$docker" ]; then
        echo 'sudo dnf config-manager --add-repo https://download.docker.com/linux/rhel/docker-ce.repo'
        echo 'sudo dnf install docker-ce docker-ce-cli containerd.io docker-compose-plugin docker-buildx-plugin'
      fi
      if [ -n "$jdk" ]; then echo 'sudo dnf install java-17-openjdk-devel'; fi
      if [ -n "$shellcheck" ]; then echo 'sudo dnf install epel-release && sudo dnf install ShellCheck'; fi
      if [ -n "$go" ]; then echo 'sudo dnf install golang'; fi
      ;;
    arch) echo "sudo pacman -S${docker:+ docker docker-compose docker-buildx}${jdk:+ jdk17-openjdk}${shellcheck:+ shellcheck}${go:+ go}" ;;
    suse) echo "sudo zypper install${docker:+ docker docker-compose docker-buildx}${jdk:+ java-17-openjdk-devel}${shellcheck:+ ShellCheck}${go:+ go}" ;;
    alpine) echo "sudo apk add${docker:+ docker docker-cli-compose docker-cli-buildx}${jdk:+ openjdk17-jdk}${shellcheck:+ shellcheck}${go:+ go}" ;;
    macos)
      if [ -n "$docker" ]; then echo 'brew install --cask docker   # Docker Desktop; start it once'; fi
      if [ -n "$jdk" ]; then echo 'brew install --cask temurin@17'; fi
      if [ -n "$shellcheck" ]; then echo 'brew install shellcheck'; fi
      if [ -n "$go" ]; then echo 'brew install go'; fi
      return
      ;;
    *)
      if [ -n "$docker" ]; then
        echo "Docker Engine $docker_minimum or newer with the compose ($compose_minimum or newer) and buildx plugins: https://docs.docker.com/engine/install/"
      fi
      if [ -n "$jdk" ]; then echo "a JDK, $jdk_minimum or newer: https://adoptium.net/installation/"; fi
      if [ -n "$shellcheck" ]; then echo 'shellcheck: https://www.shellcheck.net/'; fi
      if [ -n "$go" ]; then echo "Go $go_minimum or newer: https://go.dev/dl/"; fi
      return
      ;;
  esac
  if [ -n "$docker" ] && [ "$1" != debian ]; then
    if [ "$1" = alpine ]; then echo 'sudo rc-update add docker && sudo service docker start'; else echo 'sudo systemctl enable --now docker'; fi
    echo 'sudo usermod -aG docker "$USER"   # then log in again'
  fi
}

# --- apt ---------------------------------------------------------------------------------------------------

apt() { as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -o DPkg::Lock::Timeout=300 "$@"; }
candidate() { # package; empty when there is none
  LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p' | grep -v '^(none)$' || true
}
is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }
offers() { # package minimum
  local version
  version=$(candidate "$1")
  [ -n "$version" ] && version_at_least "$version" "$2"
}
first_offered() { # minimum package...
  local minimum=$1 package
  shift
  for package; do
    if offers "$package" "$minimum"; then
      printf '%s' "$package"
      return
    fi
  done
  return 1
}

# Fills `packages` and `packages_of_trixie` for the tools named.
choose_packages() { # tools
  local tool package docker_ce=false
  packages='' packages_of_trixie=''
  if is_installed docker-ce || { ! is_installed docker.io && offers docker-ce "$docker_minimum"; }; then docker_ce=true; fi
  for tool in $1; do
    case $tool in
      jdk)
        package=$(first_offered "$jdk_minimum" openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless) ||
          package=openjdk-17-jdk-headless
        packages="$packages $package"
        ;;
      docker)
        if $docker_ce; then packages="$packages docker-ce docker-ce-cli containerd.io"
        elif offers docker.io "$docker_minimum"; then
          packages="$packages docker.io"
          if [ -n "$(candidate docker-cli)" ]; then packages="$packages docker-cli"; fi
        else packages_of_trixie="$packages_of_trixie docker.io docker-cli"; fi
        ;;
      compose)
        if $docker_ce; then packages="$packages docker-compose-plugin"
        elif package=$(first_offered "$compose_minimum" docker-compose-v2 docker-compose); then packages="$packages $package"
        else packages_of_trixie="$packages_of_trixie docker-compose"; fi
        ;;
      buildx)
        if $docker_ce; then packages="$packages docker-buildx-plugin"
        elif offers docker-buildx 0.10; then packages="$packages docker-buildx"
        else packages_of_trixie="$packages_of_trixie docker-buildx"; fi
        ;;
      go) # any that can fetch a newer one by itself
        if package=$(first_offered "$go_minimum" golang-go golang-1.24-go golang-1.23-go golang-1.22-go golang-1.21-go); then packages="$packages $package"
        else packages_of_trixie="$packages_of_trixie golang-1.24-go"; fi
        ;;
      debootstrap) # the keyring is not there on Ubuntu
        packages="$packages debootstrap"
        [ -e "$system/usr/share/keyrings/debian-archive-keyring.gpg" ] || packages="$packages debian-archive-keyring"
        ;;
      *) packages="$packages $tool" ;;
    esac
  done
}

apt_targets() { # a line per package index: repository|release|file with the entry
  # shellcheck disable=SC2016 # apt's own variables
  apt-get indextargets --format '$(REPO_URI)|$(RELEASE)|$(SOURCESENTRY)|$(FILENAME)' 'Created-By: Packages' 2>/dev/null || true
}
has_package_lists() {
  local file
  while IFS='|' read -r _ _ _ file; do
    if [ -e "$file" ] || [ -e "${file%.*}" ]; then return 0; fi
  done < <(apt_targets)
  return 1
}

apt_install_tools() { # tools
  local tools=$1 listed=true
  if $dry_run; then
    has_package_lists || listed=false
  fi
  if ! $lists_are_fresh && announce "run apt-get update"; then
    logged apt-update apt -q update || fail "apt-get update failed, perhaps you should look at the machine's package sources"
  fi
  lists_are_fresh=true
  if ! $listed; then
    line packages unknown "this machine has no package lists yet: which versions its distribution offers is known after apt-get update;"
    detail "where its Docker or Go is too old, Debian trixie would be added as a package source of low priority"
  fi
  choose_packages "$tools"
  local names="$packages" package
  if [ -n "$packages_of_trixie" ]; then
    if $listed; then add_trixie; fi
    for package in $packages_of_trixie; do names="$names $package/trixie"; done
  fi
  # shellcheck disable=SC2086 # a list of package names
  if $dry_run; then
    announce "run apt-get install --no-install-recommends$names" || true
    local tool
    for tool in $tools; do
      case $tool in compose | buildx) tool="docker $tool" ;; esac
      line "$tool" 'would install'
    done
    return
  fi
  # shellcheck disable=SC2086
  refuse_surprises $names
  announce "run apt-get install --no-install-recommends$names"
  detail "new packages: $apt_news"
  # Without systemd a package's own start script would start dockerd where nobody looks after it.
  local runlevel=''
  runs_systemd || runlevel=RUNLEVEL=1
  # shellcheck disable=SC2086
  logged apt-install as_root env $runlevel DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -o DPkg::Lock::Timeout=300 \
    -q -y install --no-install-recommends $names || fail "apt-get install failed, perhaps you should run 'apt-get install$names' and look"
  trixie_half_added=false
  hash -r
}

# apt may only add packages and renew Docker's own: libc and whatever else the machine runs stay as they are.
refuse_surprises() { # packages
  local plan touched
  plan=$(apt -s -q -y install --no-install-recommends "$@" 2>&1) ||
    give_up "apt-get can't install $*, perhaps you should look at what it says:"$'\n'"$(printf '%s\n' "$plan" | tail -n 12)"
  touched=$(printf '%s\n' "$plan" | sed -n -e 's/^Remv \([^ ]*\) .*/removes \1/p' -e 's/^Inst \([^ ]*\) \[.*/renews \1/p' |
    grep -v -E '^renews (docker|containerd|runc|openjdk|tini|iptables|libip|libxtables|libnf|curl|libcurl|ca-certificates)' | tr '\n' ' ' || true)
  if [ -n "$touched" ]; then
    give_up "installing $* would change more than it adds ($touched), perhaps you should install Docker by hand: https://docs.docker.com/engine/install/"
  fi
  apt_news=$(printf '%s\n' "$plan" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' | tr '\n' ' ')
}

# Debian trixie from the mirror the machine uses already, of low priority: only what is asked for by name comes from it.
add_trixie() {
  local repository='' release entry mirror='' keyring=''
  while IFS='|' read -r repository release entry _; do
    case $release in
      trixie) return 0 ;; # there already
      *-*) ;;             # updates, security, backports
      bullseye | bookworm | forky | sid | oldstable | stable | testing | unstable)
        if [ -z "$mirror" ]; then
          mirror=$repository
          case $entry in
            *.sources:*) keyring=$(sed -n 's/^Signed-By: *\(\/.*\)/\1/p' "${entry%:*}" 2>/dev/null | head -n 1) || keyring='' ;;
          esac
        fi
        ;;
    esac
  done < <(apt_targets)
  if [ "$(os_field ID)" = ubuntu ] || [ -z "$mirror" ]; then
    case $packages_of_trixie in
      ' golang-'*) give_up "the distribution's Go ($(candidate golang-go)) is older than $go_minimum and it has no Debian mirror to take a newer one from, perhaps you should install Go: https://go.dev/dl/" ;;
    esac
    give_up "the distribution's Docker ($(candidate docker.io)) is older than $docker_minimum or its compose is older than $compose_minimum, and it has no Debian mirror to take newer ones from, perhaps you should follow https://docs.docker.com/engine/install/"
  fi
  announce "add Debian trixie as a package source of low priority (100), for what this distribution has only too old:$packages_of_trixie" || return 0
  trixie_half_added=true
  as_root tee "$trixie_source" >/dev/null <<SOURCE
# Added by Groundtruth's bin/setup for packages that this Debian has only too old; remove it together with /etc/apt/preferences.d/groundtruth-trixie.
Types: deb
URIs: ${mirror%/}
Suites: trixie
Components: main
Signed-By: ${keyring:-/usr/share/keyrings/debian-archive-keyring.gpg}
SOURCE
  as_root tee "$trixie_pin" >/dev/null <<'PIN'
Package: *
Pin: release n=trixie
Pin-Priority: 100
PIN
  detail "$trixie_source (mirror ${mirror%/})"
  detail "$trixie_pin"
  logged apt-update-trixie apt -q update -o Dir::Etc::sourcelist="$trixie_source" -o Dir::Etc::sourceparts=- \
    -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any ||
    fail "Debian trixie can't be read from ${mirror%/}, perhaps you should try again or use another mirror"
}
remove_half_added_trixie() {
  $trixie_half_added || return 0
  complain "removing the package source again that was added just now"
  as_root rm -f -- "$trixie_source" "$trixie_pin"
  trixie_half_added=false
}
