#!/usr/bin/env bash
# Lets a Redis server under Sentinel become the master only when it has all that its master has, and
# lets a master that was replaced follow the new one at once.
#
# Usage: replica-priority.sh PORT MASTER_NAME SENTINEL_PORT...
#
# A server starts with the priority 0, so a replica that was restarted, and has old data, is not
# promoted. Once it follows its master it gets 100. A master goes back to 0: when another one has
# replaced it, it must follow first. A replica whose master is gone keeps what it has.
#
# A master that stood still and was replaced comes back as a second master. Sentinels wait for ten
# seconds until they make it a replica, and meanwhile could promote it again, so the shop waits, too.
# A replaced master has lost its replicas, so only one without replicas asks the sentinels. One that
# was promoted a moment ago is unknown to most of them: it goes on until they have named it.
set -u

port=$1
name=$2
shift 2
sentinels=("$@")
given=
role=
named=

# Asks who the master is, and follows it if most sentinels name another one.
follow_successor() {
  local sentinel said
  local -A votes=()
  for sentinel in "${sentinels[@]}"; do
    said=$(timeout 1 redis-cli -p "$sentinel" SENTINEL GET-MASTER-ADDR-BY-NAME "$name" 2>/dev/null)
    [[ $said == *$'\n'* ]] || continue
    votes[$said]=$((${votes[$said]:-0} + 1))
  done
  for said in "${!votes[@]}"; do
    if ((2 * votes[$said] > ${#sentinels[@]})); then
      if [[ ${said##*$'\n'} == "$port" ]]; then
        named=yes
      elif [[ $named == yes ]]; then
        timeout 1 redis-cli -p "$port" REPLICAOF "${said%%$'\n'*}" "${said##*$'\n'}" >/dev/null
      fi
    fi
  done
}

while sleep 0.3 && kill -0 "$PPID" 2>/dev/null; do
  facts=$(timeout 1 redis-cli -p "$port" INFO replication) || continue
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
  if [[ $wanted != "$given" ]] && timeout 1 redis-cli -p "$port" CONFIG SET replica-priority "$wanted" >/dev/null; then
    given=$wanted
  fi
done
