# shellcheck shell=bash disable=SC2034,SC2154 # the pieces of bin/setup share their variables
# Provisioning tools: Terraform, OpenTofu, Packer with its plugins, the AWS provider, and actionlint. Each comes from PATH, else from its
# official release, else it is built from the Go module proxy. All end up in one cache outside the checkout, by version.

tool_cache=${GROUNDTRUTH_TOOLS:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/groundtruth/tools}
# In this order: the plugins are installed with Packer.
provisioning_tools='terraform-1.11 terraform-1.13 opentofu packer packer-plugin-docker packer-plugin-amazon packer-plugin-ansible terraform-provider-aws actionlint ansible'
# What builds the database image.
image_tools='packer packer-plugin-docker packer-plugin-amazon packer-plugin-ansible ansible'
registry_of_terraform=https://registry.terraform.io/.well-known/terraform.json
go_minimum=1.21 # from here on Go fetches the newer Go that a go.mod asks for
stage=''        # where a tool is made before it is moved to its place
building=''     # the process group of a build or a download
hosts_out_of_reach=''

platform() { # as Go names it
  local os=linux machine
  [ "$(uname -s)" != Darwin ] || os=darwin
  machine=$(uname -m)
  case $machine in
    x86_64) machine=amd64 ;;
    aarch64) machine=arm64 ;;
  esac
  printf '%s_%s' "$os" "$machine"
}

# Fills the variables tool_*: tools/NAME/go.mod is the one place that says the version.
know_tool() { # name
  tool=$1
  local module=$root/tools/$tool/go.mod
  [ -r "$module" ] || fail "tools/$tool/go.mod is missing, perhaps you should check this clone out completely"
  # A "// Release" line says the version where the module's own is not that of the release.
  read -r tool_version tool_go tool_package <<<"$(awk '
    $1 == "//" && $2 == "Release" { release = $3 }
    $1 == "go" { go = $2 }
    $1 == "tool" { package = $2 }
    $1 == "require" { $1 = ""; $0 = $0 }
    $2 ~ /^v/ && package != "" && index(package "/", $1 "/") == 1 { version = substr($2, 2) }
    END { print (release ? release : version), go, package }' "$module")"
  [ -n "$tool_package" ] || fail "tools/$tool/go.mod names no tool with a version, perhaps you should restore it"
  tool_command='' tool_release='' tool_sums=_SHA256SUMS tool_ask=version tool_label=${tool%%-*} tool_settings=''
  case $tool in
    terraform-provider-*)
      tool_label="terraform ${tool##*-}"
      tool_file=$tool_cache/provider-mirror/registry.terraform.io/hashicorp/${tool##*-}/$tool_version/$platform/${tool}_v${tool_version}_x5
      tool_settings="-X $tool_package/version.ProviderVersion=$tool_version"
      ;;
    terraform-*)
      tool_command=terraform
      tool_file=$tool_cache/terraform/$tool_version/terraform
      tool_release=https://releases.hashicorp.com/terraform/$tool_version/terraform_$tool_version
      tool_settings="-X $tool_package/version.dev=no"
      ;;
    actionlint)
      tool_command=actionlint
      tool_ask=-version
      tool_file=$tool_cache/actionlint/$tool_version/actionlint
      tool_release=https://github.com/rhysd/actionlint/releases/download/v$tool_version/actionlint_$tool_version
      tool_sums=_checksums.txt
      tool_settings="-X ${tool_package%/cmd/actionlint}.version=$tool_version"
      ;;
    opentofu)
      tool_command=tofu
      tool_file=$tool_cache/opentofu/$tool_version/tofu
      tool_release=https://github.com/opentofu/opentofu/releases/download/v$tool_version/tofu_$tool_version
      tool_settings="-X ${tool_package%/cmd/tofu}/version.dev=no"
      ;;
    packer)
      tool_command=packer
      tool_file=$tool_cache/packer/$tool_version/packer
      tool_release=https://releases.hashicorp.com/packer/$tool_version/packer_$tool_version
      packer=$tool_file
      ;;
    packer-plugin-*)
      tool_label="packer ${tool##*-}"
      tool_release=https://github.com/hashicorp/$tool/releases/download/v$tool_version/${tool}_v$tool_version
      tool_settings="-X $tool_package/version.VersionPrerelease="
      local file
      tool_file=$tool_cache/packer-plugins/github.com/hashicorp/${tool##*-}/${tool}_v$tool_version
      for file in "${tool_file}"_x*_"$platform"; do # the plugin interface's version is part of the name
        if [ -e "$file" ]; then tool_file=$file; fi
      done
      ;;
  esac
}

# --- what is there -------------------------------------------------------------------------------------------

# Which file a link leads to: when a package manager has put another version there, this has changed.
identity() { stat -L -c '%s %Y %i' -- "$1" 2>/dev/null || stat -L -f '%z %m %i' -- "$1" 2>/dev/null; }
is_cached() {
  [ -f "$tool_file" ] && [ -s "$tool_file" ] && [ -x "$tool_file" ] || return 1
  case $tool in packer-plugin-*) [ -s "${tool_file}_SHA256SUM" ] || return 1 ;; esac # Packer ignores a plugin without
  if [ ! -L "$tool_file" ]; then return 0; fi
  [ -r "$tool_file.linked" ] && [ "$(cat "$tool_file.linked")" = "$(identity "$tool_file")" ]
}
version_said_by() { # file; not in the checkout: a version manager would look for its own file there
  # OpenTofu warns on the standard output first where TF_CLI_CONFIG_FILE names a file that is not there.
  (cd / && CHECKPOINT_DISABLE=1 bounded 20 "$1" "$tool_ask" </dev/null 2>/dev/null) |
    sed -n 's/^\([A-Za-z][A-Za-z]* v\)\{0,1\}\([0-9][^ ]*\).*/\2/p' | head -n 1 || true
}
on_path() { # fills tool_on_path
  tool_on_path=''
  [ -n "$tool_command" ] || return 1
  local file
  while IFS= read -r file; do
    case $file in "$tool_cache"/* | [!/]*) continue ;; esac
    if [ "$(version_said_by "$file")" = "$tool_version" ]; then
      tool_on_path=$file
      return 0
    fi
  done < <(type -aP "$tool_command" 2>/dev/null)
  return 1
}

# --- to its place --------------------------------------------------------------------------------------------

open_stage() {
  [ -z "$stage" ] || return 0
  if ! mkdir -p -- "$tool_cache" 2>/dev/null || ! stage=$(mktemp -d "$tool_cache/.stage.XXXXXX" 2>/dev/null); then
    fail "no folder can be made in $tool_cache, perhaps you should make room there, make it writable or set GROUNDTRUTH_TOOLS to another folder"
  fi
  if command -v flock >/dev/null; then # it is our turn: what else is there was left by a run that was killed
    local left
    for left in "$tool_cache"/.stage.*; do
      if [ "$left" != "$stage" ]; then rm -rf -- "$left"; fi
    done
  fi
}
undo_half_made_tools() {
  if [ -n "$building" ]; then
    kill -TERM -- "-$building" 2>/dev/null || true
    wait "$building" 2>/dev/null || true
    building=''
  fi
  if [ -n "$stage" ]; then rm -rf -- "$stage"; fi
}
move() { # file target; a rename, so that the target is never half there
  if ! mkdir -p -- "$(dirname -- "$2")" 2>/dev/null || ! mv -f -- "$1" "$2"; then
    fail "$2 can't be written, perhaps you should make room there or make the folder writable"
  fi
}
link_to_path() {
  if $dry_run; then
    line "$tool_label" 'would link' "$tool_version ($tool_on_path)"
    return 0
  fi
  open_stage
  rm -f -- "$stage/link"
  ln -s -- "$tool_on_path" "$stage/link"
  # A version manager's stand-in does not work under another name.
  [ "$(version_said_by "$stage/link")" = "$tool_version" ] || return 1
  announce "link $tool_on_path into $tool_cache"
  rm -f -- "$tool_file.linked"
  move "$stage/link" "$tool_file"
  identity "$tool_file" >"$stage/linked"
  move "$stage/linked" "$tool_file.linked"
  line "$tool_label" linked "$tool_version ($tool_on_path)"
}
# Puts a binary that was downloaded or built where it belongs, if it is what it should be.
install_binary() { # file
  local said
  chmod 755 "$1"
  case $tool in
    terraform-provider-*) move "$1" "$tool_file" ;;
    packer-plugin-*)
      mkdir -p "$stage/plugins"
      # Made in the stage: Packer writes the plugin before its checksum.
      logged "$tool-install" env CHECKPOINT_DISABLE=1 PACKER_CONFIG="$stage/none" PACKER_PLUGIN_PATH="$stage/plugins" \
        "$packer" plugins install --path "$1" "github.com/hashicorp/${tool##*-}" ||
        fail "Packer does not accept $tool $tool_version, perhaps you should look at the lines above"
      said=$(printf '%s\n' "$stage/plugins/github.com/hashicorp/${tool##*-}/${tool}_v${tool_version}"_x*_"$platform")
      [ -s "$said" ] || fail "$tool does not say that it is version $tool_version, perhaps you should compare tools/$tool/go.mod with it"
      tool_file=${tool_file%/*}/${said##*/}
      move "${said}_SHA256SUM" "${tool_file}_SHA256SUM"
      move "$said" "$tool_file"
      ;;
    *)
      said=$(version_said_by "$1")
      [ "$said" = "$tool_version" ] ||
        fail "the $tool_command made for $tool says that it is version '$said', not $tool_version, perhaps you should compare tools/$tool/go.mod with it"
      rm -f -- "$tool_file.linked"
      move "$1" "$tool_file"
      ;;
  esac
}

# --- a long step ---------------------------------------------------------------------------------------------

# Runs a command with its output in a log and says every 10 s what it does.
attended() { # log command...
  local log=$1 began=$SECONDS reported=$SECONDS status=0 words
  shift
  set -m # a process group of its own, so that the whole of it can be ended
  "$@" >"$log" 2>&1 </dev/null &
  building=$!
  set +m
  while kill -0 "$building" 2>/dev/null; do
    sleep 0.2
    if [ $((SECONDS - reported)) -ge 10 ]; then
      words=$(tail -n 1 "$log" 2>/dev/null | cut -c 1-90) || words=''
      line "$tool_label" waiting "$((SECONDS - began)) s${words:+; $words}"
      reported=$SECONDS
    fi
  done
  wait "$building" 2>/dev/null || status=$?
  building=''
  took=$((SECONDS - began))
  return "$status"
}
check_room() { # MiB folder...
  local needed=$1 folder free
  shift
  for folder; do
    while [ ! -d "$folder" ] && [ "$folder" != / ] && [ -n "$folder" ]; do folder=$(dirname -- "$folder"); done
    free=$(df -Pk -- "$folder" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }') || free=''
    if [ -n "$free" ] && [ "$free" -lt "$needed" ]; then
      give_up "only $free MiB are free in $folder and $tool_label $tool_version needs $needed MiB there, perhaps you should make room or set GROUNDTRUTH_TOOLS, GOCACHE or GOMODCACHE to folders elsewhere"
    fi
  done
}

# --- official releases ---------------------------------------------------------------------------------------

fetch_command() { # seconds url file; sets fetch_with
  if command -v curl >/dev/null; then
    fetch_with=(curl -fsSL --connect-timeout 5 -m "$1" -o "$3" "$2")
  elif command -v wget >/dev/null; then
    fetch_with=(wget -q -T 5 -t 1 -O "$3" "$2")
  else
    fetch_with=(false)
  fi
}
# Asks for the list of checksums: fills release_file and release_sum when it has one for this platform.
find_release() {
  local host=${tool_release#https://} sum file status=0
  host=${host%%/*}
  [ -n "$tool_release" ] || return 1
  case " $hosts_out_of_reach " in *" $host "*) return 1 ;; esac
  scratch_file "$tool.sums"
  fetch_command 20 "$tool_release$tool_sums" "$scratched"
  "${fetch_with[@]}" >/dev/null 2>&1 || status=$?
  case ${fetch_with[0]}$status in
    *[a-z]0) ;;
    curl22 | wget8) return 1 ;; # it answers, but has no such release
    *)
      hosts_out_of_reach="$hosts_out_of_reach $host"
      return 1
      ;;
  esac
  release_file='' release_sum=''
  while read -r sum file; do
    file=${file#\*}
    case $file in
      "${tool_release##*/}_$platform.zip" | "${tool_release##*/}_$platform.tar.gz" | "${tool_release##*/}"_x*_"$platform.zip") release_file=$file release_sum=$sum ;;
    esac
  done <"$scratched"
  [ "${#release_sum}" -eq 64 ]
}
sha256_of() { # file
  if command -v sha256sum >/dev/null; then sha256sum -- "$1"; else shasum -a 256 -- "$1"; fi | cut -d ' ' -f 1
}
unpack() { # archive folder
  if [ "${release_file##*.}" = gz ]; then
    logged tar tar -xzf "$1" -C "$2"
  elif command -v unzip >/dev/null; then
    logged unzip unzip -q -o "$1" -d "$2"
  else # a JDK is there, as it is needed anyway
    (cd "$2" && logged unzip "${jdk_home:-/nonexistent}/bin/jar" xf "$1")
  fi
}
download_tool() {
  local address=${tool_release%/*}/$release_file zip sum binary
  check_room 600 "$tool_cache"
  if ! announce "download $address and check its SHA-256"; then
    line "$tool_label" 'would download' "$tool_version"
    return 0
  fi
  open_stage
  scratch_file "$tool.log"
  zip=$stage/$tool.zip
  fetch_command 900 "$address" "$zip"
  attended "$scratched" "${fetch_with[@]}" || {
    tail -n 5 "$scratched" | sed 's/^/    /' >&2
    fail "$address can't be downloaded, perhaps you should try again, make room in $tool_cache or set GROUNDTRUTH_RELEASES=build"
  }
  sum=$(sha256_of "$zip")
  [ "$sum" = "$release_sum" ] ||
    fail "$address has SHA-256 $sum and not $release_sum as its release says, perhaps you should try again; nothing of it was kept"
  unpack "$zip" "$stage" ||
    fail "$address can't be unpacked, perhaps you should install unzip or make room in $tool_cache"
  case $tool in
    packer-plugin-*) binary=${release_file%.zip} ;;
    *) binary=$tool_command ;;
  esac
  [ -f "$stage/$binary" ] || fail "$address holds no $binary, perhaps you should set GROUNDTRUTH_RELEASES=build"
  install_binary "$stage/$binary"
  rm -f -- "$zip"
  line "$tool_label" downloaded "$tool_version ($tool_file)"
}

# --- built from the Go module proxy --------------------------------------------------------------------------

# Fills go, go_version, and go_toolchain: `local` where that Go is new enough, else the Go it has to fetch.
find_go() { # version needed
  local file version
  go='' go_version='' go_toolchain=local
  while IFS= read -r file; do
    [ -x "$file" ] || continue
    version=$(GOTOOLCHAIN=local "$file" version 2>/dev/null | sed -n 's/^go version go\([^ ]*\).*/\1/p') || version=''
    version_at_least "${version:-0}" "$go_minimum" || continue
    if [ -z "$go" ] || version_at_least "$version" "$go_version"; then go=$file go_version=$version; fi
  done < <(type -aP go 2>/dev/null; printf '%s\n' "$system"/usr/local/go/bin/go "$system"/usr/lib/go-*/bin/go)
  [ -n "$go" ] || return 1
  version_at_least "$go_version" "$1" || go_toolchain=go$1
}
build_tool() {
  local log words
  if ! find_go "$tool_go"; then
    $dry_run || take_turn
    install_tools go
    if ! $dry_run; then
      find_go "$tool_go" || fail "there is no Go $go_minimum or newer after its installation, perhaps you should install one: https://go.dev/dl/"
      line go installed "$go_version ($go)"
    fi
  fi
  words="with Go ${go_version:-once it is there}"
  if [ "$go_toolchain" != local ]; then words="with Go ${go_toolchain#go}, fetched by Go $go_version"; fi
  if [ -n "$go" ]; then
    # Go's caches keep the modules and what is compiled: several gigabytes for the large ones.
    check_room "$(build_room)" "$("$go" env GOCACHE)" "$("$go" env GOMODCACHE)"
  fi
  if ! announce "build $tool_label $tool_version from Go modules $words ($(build_duration) on 2 idle cores)"; then
    line "$tool_label" 'would build' "$tool_version"
    return 0
  fi
  open_stage
  scratch_file "$tool.log"
  log=$scratched
  # Without C: the binary needs nothing of this machine. The settings of the user's Go for other work are left out.
  attended "$log" env GO111MODULE=on GOWORK=off GOFLAGS= GOOS= GOARCH= CGO_ENABLED=0 GOTOOLCHAIN="$go_toolchain" \
    "$go" build -C "$root/tools/$tool" -mod=readonly -trimpath -buildvcs=false -v -ldflags "-s -w $tool_settings" \
    -o "$stage/$tool" "$tool_package" || fail_build "$log"
  local built_in=$took
  install_binary "$stage/$tool"
  line "$tool_label" built "$tool_version in $built_in s ($tool_file)"
}
build_room() { # MiB
  case $tool in
    terraform-* | opentofu) echo 5000 ;;
    *) echo 2000 ;;
  esac
}
build_duration() {
  case $tool in
    terraform-provider-*) echo 'about 10 min' ;;
    terraform-* | opentofu) echo 'about 5 min' ;;
    *) echo 'at most 2 min' ;;
  esac
}
fail_build() { # log
  grep -v '^go: downloading' "$1" | tail -n 20 | sed 's/^/    /' >&2 || true
  local what="$tool_label $tool_version can't be built"
  if grep -q 'no space left on device' "$1"; then
    fail "$what: the disk is full, perhaps you should make room for Go's caches ($("$go" env GOCACHE), $("$go" env GOMODCACHE)), its temporary files and $tool_cache"
  elif grep -q -E 'checksum mismatch|SECURITY ERROR|missing go.sum entry' "$1"; then
    fail "$what: a module is not the one that tools/$tool/go.sum names, perhaps you should look at the lines above and at GOPROXY"
  elif grep -q -E 'toolchain not available|download go1' "$1"; then
    fail "$what: it needs Go $tool_go and Go $go_version can't fetch that, perhaps you should install it: https://go.dev/dl/"
  elif grep -q -E 'dial tcp|no such host|i/o timeout|TLS handshake|connection (refused|reset)|unreachable|proxyconnect|40[0-9] |50[0-9] |unexpected EOF' "$1"; then
    fail "$what: the Go module proxy can't be reached or lacks a module, perhaps you should look at the network and at GOPROXY and try again"
  elif grep -q 'signal: killed' "$1"; then
    fail "$what: the compiler was killed, perhaps you should give this machine more memory"
  fi
  fail "$what, perhaps you should look at the lines above"
}

# --- all of them ---------------------------------------------------------------------------------------------

prepare_tools() { # names
  [ -n "$1" ] || return 0
  local name
  platform=$(platform)
  for name in $1; do
    case $name in
      ansible) prepare_ansible ;;
      terraform-provider-*)
        know_tool "$name"
        prepare_provider
        ;;
      *)
        know_tool "$name"
        prepare_tool
        ;;
    esac
  done
}
prepare_tool() {
  if ! is_cached && ! $dry_run; then
    take_turn # another run may have made it while this one waited
    know_tool "$tool"
  fi
  if is_cached; then
    line "$tool_label" found "$tool_version ($tool_file)"
    return
  fi
  if on_path && link_to_path; then return; fi
  case ${GROUNDTRUTH_RELEASES:-} in
    build) build_tool ;;
    official)
      find_release || give_up "$tool_label $tool_version is not on PATH and $tool_release$tool_sums does not list it for $platform or can't be reached, perhaps you should look at the network or set GROUNDTRUTH_RELEASES=build"
      download_tool
      ;;
    *) if find_release; then download_tool; else build_tool; fi ;;
  esac
}

# Terraform fetches providers by itself where it can: then nothing of ours may stand in between.
prepare_provider() {
  local configuration=$tool_cache/terraform.rc
  if can_reach_registry_of_terraform; then
    line "$tool_label" registry "Terraform fetches the provider from its registry when it is needed"
    if [ -e "$configuration" ] && announce "remove $configuration: the registry can be reached"; then rm -f -- "$configuration"; fi
    return
  fi
  if ! is_cached && ! $dry_run; then take_turn; fi
  if is_cached; then line "$tool_label" found "$tool_version ($tool_file)"; else build_tool; fi
  if [ "$(cat "$configuration" 2>/dev/null)" = "$(mirror_configuration)" ]; then return; fi
  announce "write $configuration: Terraform finds the provider in the mirror beside it (TF_CLI_CONFIG_FILE)" || return 0
  open_stage
  mirror_configuration >"$stage/terraform.rc"
  move "$stage/terraform.rc" "$configuration"
}
can_reach_registry_of_terraform() {
  case ${GROUNDTRUTH_RELEASES:-} in
    official) return 0 ;;
    build) return 1 ;;
  esac
  [ "$(http_status "$registry_of_terraform")" = 200 ]
}
mirror_configuration() {
  cat <<CONFIGURATION
# Written by Groundtruth's bin/setup: the Terraform registry could not be reached. No other source is asked.
disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = "$tool_cache/provider-mirror"
  }
}
CONFIGURATION
}

# --- Ansible -------------------------------------------------------------------------------------------------

# A virtual environment of its own in the tool cache: a distribution's Ansible is too old for the one or the other machine.
prepare_ansible() {
  local wanted=$root/tools/ansible/requirements.txt folder=$tool_cache/ansible version
  [ -r "$wanted" ] || fail "tools/ansible/requirements.txt is missing, perhaps you should check this clone out completely"
  version=$(sed -n 's/^ansible-core==\([^;]*\).*/\1/p' "$wanted" | head -n 1)
  prepare_ssh
  if ansible_is_current; then
    line ansible found "$version ($folder/bin)"
    return
  fi
  if ! announce "install ansible-core $version, ansible-lint and yamllint from PyPI into $folder"; then
    line ansible 'would install' "$version"
    return
  fi
  take_turn
  local python log
  if ! find_python; then
    install_tools 'python3 python3-venv'
    find_python || give_up "there is no Python 3.10 or newer with the module venv, perhaps you should install one (python3 and python3-venv)"
  fi
  open_stage
  scratch_file ansible.log
  log=$scratched
  # In its own place: its programs name the folder they were installed in.
  rm -rf -- "$folder"
  tool_label=ansible
  if ! attended "$log" "$python" -m venv "$folder" || ! attended "$log" "$folder/bin/pip" install --disable-pip-version-check -r "$wanted"; then
    rm -rf -- "$folder"
    tail -n 10 "$log" | sed 's/^/    /' >&2
    fail "Ansible can't be installed, perhaps you should look at the lines above and at pip's settings (PIP_INDEX_URL, PIP_CERT)"
  fi
  cp -- "$wanted" "$stage/requirements.txt"
  move "$stage/requirements.txt" "$folder/requirements.txt" # the last: it says that the rest is complete
  line ansible installed "$version in $took s ($folder/bin)"
}
ansible_is_current() {
  [ -x "$tool_cache/ansible/bin/ansible-playbook" ] && [ -x "$tool_cache/ansible/bin/python" ] &&
    [ "$(cat "$tool_cache/ansible/requirements.txt" 2>/dev/null)" = "$(cat "$root/tools/ansible/requirements.txt")" ]
}
find_python() { # fills python
  local file
  while IFS= read -r file; do
    if "$file" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
      python=$file
      return 0
    fi
  done < <(type -aP python3 python3.13 python3.12 python3.11 python3.10 2>/dev/null)
  return 1
}
prepare_ssh() { # Packer leads Ansible to what it builds through a server of its own
  if command -v ssh >/dev/null; then return 0; fi
  $dry_run || take_turn
  install_tools openssh-client
  $dry_run || line ssh installed "$(command -v ssh)"
}

# --- the database image --------------------------------------------------------------------------------------

prepare_database_image() {
  local builder=$root/bin/database-image log
  if { [ "$docker_state" = running ] || ! $dry_run; } && "$builder" --is-current 2>/dev/null; then
    line 'database image' found groundtruth/mysql
    return
  fi
  if $dry_run; then
    announce "build the database image groundtruth/mysql, with Packer and Ansible, which are brought where they are missing" || true
    line 'database image' 'would build'
    return
  fi
  if [ -z "$tools" ]; then prepare_tools "$image_tools"; fi
  announce "build the database image groundtruth/mysql with Packer and Ansible (about 2 min)"
  take_turn
  tool_label='database image'
  scratch_file database-image.log
  log=$scratched
  attended "$log" env GROUNDTRUTH_TOOLS="$tool_cache" "$builder" || {
    tail -n 30 "$log" | sed 's/^/    /' >&2
    fail "the database image can't be built, perhaps you should look at the lines above or run bin/database-image"
  }
  line 'database image' built "groundtruth/mysql in $took s"
}
