#!/usr/bin/env bash
# Gets the Keycloak that the tests run against: downloads it by Maven's client, checks it, unpacks it and builds its
# configuration once, outside the project. Prints the folder.
set -euo pipefail

version=26.7.3
sha256=77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.6.1

cache=${XDG_CACHE_HOME:-$HOME/.cache}/grantlens/keycloak
home=$cache/keycloak-$version
archive=$cache/keycloak-quarkus-dist-$version.tar.gz

say() { echo "keycloak: $*" >&2; }

# Keycloak 26 runs on Java 17, 21 and 25.
java_ok() { command -v java >/dev/null && [ "$(java -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = \([0-9]*\).*/\1/p')" -ge 17 ] 2>/dev/null; }

need() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing $*"
    apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends "$@" >&2
  else
    say "needs $*: Java 17 or later, and Maven for the first download. Install them and run make test-keycloak again"
    exit 1
  fi
}

java_ok || need openjdk-17-jre-headless
java_ok || { say "the java on the PATH is older than 17"; exit 1; }
mkdir -p "$cache"
# Two runs at a time take turns.
exec 9>"$cache/lock"
if command -v flock >/dev/null; then flock 9; fi

checked() { [ -f "$archive" ] && echo "$sha256  $archive" | sha256sum --check --status; }

if [ ! -f "$home/.built" ]; then
  if ! checked; then
    command -v mvn >/dev/null || need maven
    say "downloading $version"
    rm -f "$archive"
    mvn --batch-mode --quiet "$plugin:copy" -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:tar.gz" -DoutputDirectory="$cache" >&2
    checked || { say "the archive is not the one whose SHA-256 is pinned here"; rm -f "$archive"; exit 1; }
  fi
  rm -rf "$home"
  tar -xzf "$archive" -C "$cache"
  say "building its configuration"
  "$home/bin/kc.sh" build --db=dev-mem --health-enabled=true >&2
  touch "$home/.built"
  rm -f "$archive"
fi
echo "$home"
