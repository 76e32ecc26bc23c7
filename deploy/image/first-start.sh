#!/usr/bin/env bash
# first-start.sh CACHE: starts the program once, buys something, and has Java write down which
# classes that needed. Later starts read them from the file CACHE, which halves their time.
set -euo pipefail

cache=$1
work=$(mktemp -d)

request() {
  local status
  {
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n' "$1" "$2" >&4
    IFS= read -r -t 10 -u 4 status
    printf '%s %s: %s\n' "$1" "$2" "${status%$'\r'}"
  } 4<>"/dev/tcp/127.0.0.1/$port"
}

mkfifo "$work/output"
/tercet/java/bin/java "-XX:AOTCacheOutput=$cache" '-Xlog:aot=error' @/tercet/server.options tercet.server.Main \
  run --host 127.0.0.1 --port 0 --admin-port 0 --data "$work/data" >"$work/output" 2>&1 &
program=$!
exec 3<"$work/output"
port=
while [[ -z $port ]] && IFS= read -r -t 60 -u 3 line; do
  printf '%s\n' "$line"
  if [[ $line =~ open\ at\ http://[^/\ ]*:([0-9]+) ]]; then port=${BASH_REMATCH[1]}; fi
done
cat <&3 &
request POST /stock/batch_init/10/100/1
request POST /payment/batch_init/10/100
request POST /orders/batch_init/10/10/10/1
request POST /orders/checkout/0
request GET /orders/find/0
kill "$program"
wait "$program" || true
rm -rf "$work"
[[ -s $cache ]]
