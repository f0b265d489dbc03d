# shellcheck shell=bash
# Runs a main class of a module, compiled before if it has to be.

local_mirror() { # local_mirror <root> <class> <argument>...
  module_main "$1" local-mirror "dev.groundtruth.localmirror.cli.$2" "${@:3}"
}

module_main() { # module_main <root> <module> <class> <argument>...
  local root=$1 name=$2 class=$3 module=$1/modules/$2
  shift 3
  if [[ ! -f $module/target/classpath || -n $(find "$root"/modules/{network,provisioning,probing,local-mirror} "$module" \
    \( -path '*/src/main/*' -o -name pom.xml \) -newer "$module/target/classpath" -print -quit) ]]; then
    (cd "$root" && ./mvnw -q -pl "modules/$name" -am -Dspotless.check.skip process-classes) >&2
    touch "$module/target/classpath"
  fi
  exec java -Dslf4j.internal.verbosity=ERROR -cp "$module/target/classes:$(<"$module/target/classpath")" "$class" "$@"
}
