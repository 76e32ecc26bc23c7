#!/usr/bin/env bash
# Runs in the image of a JDK. Makes /tercet: the libraries without code for other machines, the
# parts of Java that they use, and the record of a first start.
set -euo pipefail

main() {
  keep_native_libraries_of_this_machine
  for folder in lib tools; do
    for jar in /tercet/"$folder"/*.jar; do strip_native_code "$jar"; done
  done
  # Java compares their times with those in the record of the first start.
  find /tercet/lib /tercet/tools -exec touch --date=@1767225600 {} +
  make_java
  write_options
  bash /build/first-start.sh /tercet/start.aot
  printf '%s\n' -XX:AOTCache=/tercet/start.aot '-Xlog:aot*=off' '-Xlog:cds*=off' \
    >>/tercet/server.options
  chmod 0755 /tercet/bin/*
  chmod -R a+rX,go-w /tercet
}

keep_native_libraries_of_this_machine() {
  local rocksdb netty=/build/netty machine
  machine=$(uname -m)
  case $machine in
    x86_64) rocksdb=linux64 ;;
    aarch64) rocksdb=linux-aarch64 ;;
    *) echo "There is no RocksDB for $machine." >&2 && exit 1 ;;
  esac
  mkdir -p /tercet/native "$netty"
  cp "/build/native/librocksdbjni-$rocksdb.so" /tercet/native/
  # Netty would unpack its library into the temporary folder, where nothing may be executed.
  (cd "$netty" && jar --extract --file /tercet/lib/grpc-netty-shaded-*.jar META-INF/native)
  cp "$netty"/META-INF/native/lib*epoll_"${machine/aarch64/aarch_64}".so /tercet/native/
}

strip_native_code() {
  local jar=$1 work=/build/jar
  if ! jar --list --file "$jar" | grep -qE '\.(so|dll|jnilib|dylib)$'; then return; fi
  rm -rf "$work" && mkdir -p "$work"
  (cd "$work" && jar --extract --file "$jar")
  find "$work" -regextype posix-extended -regex '.*\.(so|dll|jnilib|dylib)' -delete
  mv "$work/META-INF/MANIFEST.MF" /build/manifest
  jar --create --date=2026-01-01T00:00:00Z --file "$jar" --manifest /build/manifest -C "$work" .
}

# jdk.jcmd is for operators: jcmd and jstack. java.desktop is for parts of drivers that are not used:
# the points of PostgreSQL's geometry, and JSON beans of RabbitMQ's tools.
make_java() {
  local modules
  modules=$(jdeps --print-module-deps --ignore-missing-deps --multi-release 25 \
    --class-path "/tercet/lib/*:/tercet/tools/*" /tercet/lib/*.jar /tercet/tools/*.jar | tail -n 1)
  modules=$(tr , '\n' <<<"$modules" | grep -v '^java.desktop$' | paste -sd ,)
  echo "modules of Java: $modules"
  jlink --add-modules "$modules,jdk.jcmd" --strip-java-debug-attributes --no-man-pages \
    --no-header-files --compress=zip-9 --output /tercet/java
}

# The class path in one order: that of a folder may be another one in another file system.
write_options() {
  local server tools
  server=$(printf '%s:' /tercet/lib/*.jar)
  tools=$server$(printf '%s:' /tercet/tools/*.jar)
  options "${server%:}" >/tercet/server.options
  options "${tools%:}" >/tercet/tools.options
}

# Names of other nodes are asked again after seconds: a container that is replaced has a new address.
options() {
  printf '%s\n' \
    -XX:+UseCompactObjectHeaders \
    -XX:+ExitOnOutOfMemoryError \
    -XX:MaxRAMPercentage=50 \
    -XX:-UsePerfData \
    --enable-native-access=ALL-UNNAMED \
    -Djava.library.path=/tercet/native \
    -Dsun.net.inetaddr.ttl=2 \
    -Dsun.net.inetaddr.negative.ttl=1 \
    -Dtercet.command=tercet \
    "-Dtercet.version=$VERSION" \
    -Dtercet.server.class-path=unused \
    "-cp $1"
}

main
