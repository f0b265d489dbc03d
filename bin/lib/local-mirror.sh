# shellcheck shell=bash
# Runs a main class of modules/local-mirror, compiled before if it has to be.

local_mirror() { # local_mirror <root> <class> <argument>...
  local root=$1 class=$2 module
  shift 2
  module=$root/modules/local-mirror
  if [[ ! -f $module/target/classpath || -n $(find "$root"/modules/{network,provisioning,probing,local-mirror} \
    \( -path '*/src/main/*' -o -name pom.xml \) -newer "$module/target/classpath" -print -quit) ]]; then
    (cd "$root" && ./mvnw -q -pl modules/local-mirror -am -Dspotless.check.skip process-classes) >&2
    touch "$module/target/classpath"
  fi
  exec java -Dslf4j.internal.verbosity=ERROR -cp "$module/target/classes:$(<"$module/target/classpath")" "dev.groundtruth.localmirror.cli.$class" "$@"
}
