#!/usr/bin/env bash
# Lets a Redis server under Sentinel become the master only when it has all that its master has.
#
# Usage: replica-priority.sh PORT
#
# A server starts with the priority 0, so a replica that was restarted, and has old data, is not
# promoted. Once it follows its master it gets 100. A master goes back to 0: when another one has
# replaced it, it must follow first. A replica whose master is gone keeps what it has.
set -u

port=$1
given=

while sleep 0.3 && kill -0 "$PPID" 2>/dev/null; do
  facts=$(timeout 1 redis-cli -p "$port" INFO replication) || continue
  facts=${facts//$'\r'/}
  case $facts in
    *role:master*) wanted=0 ;;
    *role:slave*master_link_status:up*master_sync_in_progress:0*) wanted=100 ;;
    *) continue ;;
  esac
  if [[ $wanted != "$given" ]] && timeout 1 redis-cli -p "$port" CONFIG SET replica-priority "$wanted" >/dev/null; then
    given=$wanted
  fi
done
