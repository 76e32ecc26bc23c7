# Finds a Java that is new enough, or fetches Temurin into the user's cache. Read by ./tercet of the
# sources and by tercet of an archive.

java_release_min=25
java_address=${TERCET_JAVA_URL:-https://api.adoptium.net}
# "yes" fetches without a question: --yes or the variable.
java_fetch=${TERCET_FETCH_JAVA:-ask}
java_work=

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "$@"
  exit 1
}

# find_java javac|java: sets and exports JAVA_HOME, a folder with this program of release 25 or newer.
find_java() {
  local home
  if is_new_java "$1" "${JAVA_HOME:-}"; then return; fi
  for home in "$(java_on_path "$1")" /usr/lib/jvm/* /opt/* /opt/homebrew/opt/openjdk*/libexec/*/Contents/Home \
    ~/.sdkman/candidates/java/* ~/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$(java_cache)"/* "$(java_cache)"/*/Contents/Home /var/cache/tercet/java/*; do
    if is_new_java "$1" "$home"; then
      export JAVA_HOME=$home
      return
    fi
  done
  fetch_java "$1"
}

# Reads the file that every JDK has in its folder: much faster than to start it and ask.
is_new_java() {
  [[ -n $2 && -x $2/bin/$1 && -r $2/release ]] || return 1
  local line
  while IFS= read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"?([0-9]+) ]]; then
      ((BASH_REMATCH[1] >= java_release_min))
      return
    fi
  done <"$2/release"
  return 1
}

java_on_path() {
  local java
  if java=$(command -v "$1"); then
    java=$(readlink -f "$java")
    echo "${java%/bin/"$1"}"
  fi
}

# What root fetches is for all users, also for those of services.
java_cache() {
  local cache=~/.cache
  if ((EUID == 0)); then cache=/var/cache; fi
  echo "${XDG_CACHE_HOME:-$cache}/tercet/java"
}

# --- Fetch -------------------------------------------------------------------------------------

# The folder appears in the cache whole and with the right checksum, or not at all.
fetch_java() {
  local program=$1 cache platform home name
  cache=$(java_cache)
  platform=$(java_platform) || no_java "Temurin has none for $(uname -s) on $(uname -m)."
  may_fetch_java "$cache" || no_java "Let it fetch one: $0 --yes ${words[*]-}
For all users and services: sudo $0 --yes java"
  (umask 022 && mkdir -p "$cache") || fail "The folder $cache cannot be made. Set XDG_CACHE_HOME to a folder that can."
  # Of downloads that were killed.
  find "$cache" -maxdepth 1 -name 'partial.*' -mtime +0 -exec rm -rf {} +
  java_work=$(mktemp -d "$cache/partial.XXXXXX") \
    || fail "Nothing can be written to $cache. Set XDG_CACHE_HOME to another folder."
  trap 'rm -rf "$java_work"' EXIT
  download_java "$platform" "$java_work"
  mkdir "$java_work/unpacked"
  tar -xzf "$java_work/java.tar.gz" --no-same-owner -C "$java_work/unpacked" \
    || fail "The archive cannot be unpacked into $cache. Is the disk full?"
  for home in "$java_work"/unpacked/* "$java_work"/unpacked/*/Contents/Home; do
    is_new_java "$program" "$home" || continue
    name=${home#"$java_work/unpacked/"}
    put_in_place "$java_work/unpacked/${name%%/*}" "$cache/${name%%/*}"
    export JAVA_HOME=$cache/$name
    rm -rf "$java_work"
    trap - EXIT
    say "Java is in $JAVA_HOME"
    return
  done
  no_java "The archive from $java_address has none in it."
}

# Another process may have fetched the same one meanwhile.
put_in_place() {
  if [[ -e $2 ]]; then mv "$2" "$java_work/replaced"; fi
  mv "$1" "$2"
}

no_java() {
  fail "Tercet needs Java $java_release_min or newer (a JDK to build it) and found none. $1
Or install one (for example Temurin, https://adoptium.net), or set JAVA_HOME to it."
}

may_fetch_java() {
  local answer
  if [[ $java_fetch == yes ]]; then return; fi
  [[ -t 0 && -t 2 ]] || return 1
  say "Tercet needs Java $java_release_min or newer and found none."
  read -r -p "Fetch Temurin $java_release_min (about 140 MB) from $java_address into $1? [Y/n] " answer || return 1
  [[ $answer == '' || $answer == [yY]* ]]
}

# Words of Temurin's API for this machine.
java_platform() {
  local system machine
  case $(uname -s) in
    Linux) if compgen -G '/lib/ld-musl-*' >/dev/null; then system=alpine-linux; else system=linux; fi ;;
    Darwin) system=mac ;;
    *) return 1 ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) return 1 ;;
  esac
  echo "architecture=$machine&os=$system"
}

# The list of one release names its archive and the checksum of that.
download_java() {
  local list package link checksum
  list="$java_address/v3/assets/latest/$java_release_min/hotspot?$1&image_type=jdk&vendor=eclipse"
  say "Fetching Temurin $java_release_min from $java_address"
  download "$list" "$2/list"
  package=$(tr -d '\r\n' <"$2/list")
  if ! [[ $package =~ \"package\"[[:space:]]*:[[:space:]]*\{([^}]*)\} ]]; then unknown_answer "$list"; fi
  package=${BASH_REMATCH[1]}
  if ! [[ $package =~ \"checksum\"[[:space:]]*:[[:space:]]*\"([0-9a-f]{64})\" ]]; then unknown_answer "$list"; fi
  checksum=${BASH_REMATCH[1]}
  if ! [[ $package =~ \"link\"[[:space:]]*:[[:space:]]*\"(https?://[^\"]+)\" ]]; then unknown_answer "$list"; fi
  link=${BASH_REMATCH[1]}
  download "$link" "$2/java.tar.gz"
  if [[ $(sha256 "$2/java.tar.gz") != "$checksum" ]]; then
    fail "The archive $link is not the one that $java_address names: its SHA-256 is another one." \
      'Nothing of it was kept. Try again; if it stays, install a JDK by hand and set JAVA_HOME.'
  fi
}

unknown_answer() {
  no_java "The answer of $1 names no archive."
}

# With an address of https no step goes over plain http, no redirection either.
download() {
  local reason protocols='=https' headers=--server-response
  if [[ $java_address == http:* ]]; then
    protocols='=http,https'
    headers=
  fi
  if [[ $java_address == https:* && $1 != https:* ]]; then not_encrypted "$1"; fi
  if command -v curl >/dev/null; then
    if reason=$(curl --proto "$protocols" --fail --silent --show-error --location --connect-timeout 20 \
      --speed-limit 1000 --speed-time 60 --output "$2" "$1" 2>&1); then return; fi
  elif command -v wget >/dev/null; then
    if reason=$(wget --no-verbose $headers --tries=2 --timeout=60 --output-document="$2" "$1" 2>&1); then
      if [[ -n $headers ]]; then refuse_plain_redirection "$reason"; fi
      return
    fi
    reason=$(without_headers "$reason")
  else
    no_java 'To fetch one it needs curl or wget.'
  fi
  fail "$1 could not be fetched: ${reason//$'\n'/; }
Nothing of it was kept. Look at the network (a proxy is taken from the variable https_proxy) and try again," \
    'or install a JDK by hand and set JAVA_HOME to it.'
}

# wget has no option for it. What came is refused before it is read: the header of the encrypted answer names where wget went.
refuse_plain_redirection() {
  local line
  shopt -s nocasematch
  while IFS= read -r line; do
    if [[ $line =~ ^[[:blank:]]+location:[[:blank:]]*(http:[^[:space:]]*) ]]; then not_encrypted "${BASH_REMATCH[1]}"; fi
  done <<<"$1"
  shopt -u nocasematch
}

# wget indents the headers of an answer.
without_headers() {
  local line
  while IFS= read -r line; do
    if [[ $line != [[:blank:]]* ]]; then printf '%s\n' "$line"; fi
  done <<<"$1"
}

not_encrypted() {
  fail "$java_address leads to $1, which is not encrypted. Nothing of it was kept."
}

sha256() {
  local sum
  if command -v sha256sum >/dev/null; then sum=$(sha256sum "$1"); else sum=$(shasum -a 256 "$1"); fi
  echo "${sum%% *}"
}
