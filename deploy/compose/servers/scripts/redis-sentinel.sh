#!/usr/bin/env bash
# redis-sentinel.sh: a sentinel, which keeps its notes in /data.
# redis-sentinel.sh check: whether it knows two replicas and two more sentinels.
set -u

if [[ ${1:-} == check ]]; then
  facts=$(redis-cli -p 26379 SENTINEL MASTER shop | tr '\n' ' ')
  [[ $facts == *'num-slaves 2 '* && $facts == *'num-other-sentinels 2 '* ]]
  exit
fi

own=$(hostname)
file=/data/sentinel.conf
if [[ ! -s $file ]]; then
  # With less than 1,300 ms sentinels fail over twice in a row, and confirmed writes are lost.
  cat >"$file" <<CONF
port 26379
protected-mode no
dir /data
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $own
sentinel monitor shop ${own%sentinel-*}redis-1 6379 2
sentinel down-after-milliseconds shop 1300
sentinel failover-timeout shop 3000
sentinel parallel-syncs shop 2
CONF
fi
# shellcheck source=hosts.sh
source "$(dirname "$0")/hosts.sh"
keep_hosts "${own%sentinel-*}"{redis,sentinel}-{1,2,3}
exec redis-sentinel "$file"
