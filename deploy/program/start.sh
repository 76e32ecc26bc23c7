# Starts the program with Java. Read by ./tercet of the sources and by tercet of an archive, after
# java.sh. They set the names that are empty here.

# What runs in production. What tests, measures and breaks it is only on the class path of its own commands.
server_libraries=
tools_libraries=
native_libraries=
# Java's record of the classes that a start needs: halves the time to start. There may be none.
start_cache=
version=
launcher=()

# Sets words: the command and its options. --yes before them is for the download of a JDK.
take_words() {
  if [[ ${1:-} == --yes ]]; then
    java_fetch=yes
    shift
  fi
  words=("$@")
}

help_program() {
  cat <<'TEXT'
Usage: ./tercet [--yes] <command> [options]

  run [options]     start Tercet
  cluster up NAME   start a cluster on this machine, for example postgres; then cluster
                    status, cluster down. cluster up --help lists all names
  blueprints check NAME
                    start a named cluster, scale and break it under load, and judge it
  data check --data FOLDER
                    read a stopped shop's data, and say what is damaged
  backup            back up a running shop with the embedded store
  data restore --from BACKUP --data FOLDER
                    make a data folder of a backup
  data accept-loss --redis-url URL
                    list what a shop on Redis refuses because commits are lost
  transactions list | show ID | retry ID | abort ID
                    look at the open transactions of a running shop, and act
  audit [options]   compare the books of a running shop; says which user, item or order
                    is wrong
  verify [options]  test whether a running shop keeps its promises
  bench [options]   measure a running shop, or Tercet against doing nothing
  chaos CLUSTER [options]
                    break a cluster on this machine under load, and judge it
  simulate [options]
                    simulate thousands of shops with faults
  java              print the folder of the JDK that is used
  --version         print the version
  help              this page

Any other command goes to the program itself; `./tercet run --help` lists its options.

  TERCET_JAVA_OPTS  more options for Java, for example TERCET_JAVA_OPTS=-Xmx2g
  JAVA_HOME         the JDK to use, if it is new enough; otherwise one is looked for

Where no Java 25 is found, Temurin is fetched into ~/.cache/tercet after a question. Without a
terminal it is fetched only with --yes, or with TERCET_FETCH_JAVA=yes. For root, and so for all
users, it is in /var/cache/tercet.
TEXT
}

start_program() {
  local server_class_path="$server_libraries/*"
  case $1 in
    run | data | backup | transactions) exec_java "$server_class_path" tercet.server.Main "$@" ;;
    *) exec_java "$server_class_path:$tools_libraries/*" tercet.tools.Main "$@" ;;
  esac
}

exec_java() {
  local class_path=$1 more=()
  shift
  java_options
  # Words of the variable are options, so it is split at spaces.
  read -r -a more <<<"${TERCET_JAVA_OPTS:-}"
  if [[ -s $start_cache ]]; then
    # Java ignores a cache that does not fit the options or the JDK; -Xlog keeps it from saying so.
    options+=("-XX:AOTCache=$start_cache" '-Xlog:aot*=off' '-Xlog:cds*=off')
  fi
  exec ${launcher[@]+"${launcher[@]}"} "$JAVA_HOME/bin/java" "${options[@]}" ${more[@]+"${more[@]}"} "-Dtercet.command=$0" \
    "-Dtercet.version=$version" "-Dtercet.server.class-path=$server_libraries/*" -cp "$class_path" "$@"
}

java_options() {
  options=(
    -XX:+UseCompactObjectHeaders
    -XX:+ExitOnOutOfMemoryError
    --enable-native-access=ALL-UNNAMED
    "-Djava.library.path=$native_libraries"
  )
}
