#!/usr/bin/env bash
# A Redis server under Sentinel. It begins as a replica of the master that the sentinels name; if
# there are none yet, redis-1 is the master. Servers announce their names, since addresses change.
# Before the number all names of a group are alike: order-redis-1, order-sentinel-1.
set -u

own=$(hostname)
prefix=${own%redis-*}
# shellcheck source=hosts.sh
source "$(dirname "$0")/hosts.sh"

# The master by the word of a sentinel; nothing if it knows none.
named_by() {
  local said
  said=$(timeout 1 redis-cli -h "$1" -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME shop 2>/dev/null | head -n 1)
  if [[ $said == "${prefix}redis-"[0-9] ]]; then printf '%s' "$said"; fi
}

master_by_sentinels() {
  local sentinel said
  for sentinel in "${prefix}sentinel-"{1,2,3}; do
    said=$(named_by "$sentinel")
    if [[ -n $said ]]; then
      printf '%s' "$said"
      return
    fi
  done
  printf '%s' "${prefix}redis-1"
}

# A replica may become the master only after it has all data of its master. Its priority says so:
# 0 at the start and for a master, which must follow before it is promoted again.
# A master that stood still and was replaced comes back as a second one. Sentinels wait for ten
# seconds until they make it a replica, and the shop waits with them. So one without replicas asks
# who the master is. One that was promoted a moment ago goes on until most sentinels have named it.
keep_priority() {
  local facts wanted given= role= named=
  while sleep 0.3; do
    facts=$(timeout 1 redis-cli INFO replication) || continue
    facts=${facts//$'\r'/}
    case $facts in
      *role:master*)
        wanted=0
        [[ $role == '' ]] && named=yes # it was started as the master
        role=master
        [[ $named != yes || $facts == *connected_slaves:0* ]] && follow_successor
        ;;
      *role:slave*master_link_status:up*master_sync_in_progress:0*)
        wanted=100
        role=slave
        named=
        ;;
      *role:slave*)
        role=slave
        named=
        continue
        ;;
      *) continue ;;
    esac
    if [[ $wanted != "$given" ]] \
      && timeout 1 redis-cli CONFIG SET replica-priority "$wanted" >/dev/null; then
      given=$wanted
    fi
  done
}

# Asks who the master is, and follows it if two of three sentinels name another one.
follow_successor() {
  local sentinel said
  local -A votes=()
  for sentinel in "${prefix}sentinel-"{1,2,3}; do
    said=$(named_by "$sentinel")
    [[ -n $said ]] && votes[$said]=$((${votes[$said]:-0} + 1))
  done
  for said in "${!votes[@]}"; do
    if ((votes[$said] > 1)); then
      if [[ $said == "$own" ]]; then
        named=yes
      elif [[ $named == yes ]]; then
        timeout 1 redis-cli REPLICAOF "$said" 6379 >/dev/null
      fi
    fi
  done
}

keep_hosts "$prefix"{redis,sentinel}-{1,2,3}
options=(--appendonly yes --appendfsync always --save '' --maxmemory-policy noeviction
  --protected-mode no --replica-announce-ip "$own" --replica-priority 0 --dir /data
  --repl-ping-replica-period 1 --repl-diskless-sync-delay 0 --repl-backlog-size 64mb)
master=$(master_by_sentinels)
if [[ $master != "$own" ]]; then options+=(--replicaof "$master" 6379); fi
keep_priority &
exec redis-server "${options[@]}"
