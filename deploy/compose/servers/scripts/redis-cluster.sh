#!/usr/bin/env bash
# redis-cluster.sh: a member of a Redis Cluster of six. The last one makes the cluster once; each
# looks for members that have come back with another address.
# redis-cluster.sh check: whether all slots are served and all members are known.
set -u

own=$(hostname)
members=("${own%redis-*}redis-"{1,2,3,4,5,6})

if [[ ${1:-} == check ]]; then
  facts=$(redis-cli CLUSTER INFO)
  [[ $facts == *cluster_state:ok* && $facts == *cluster_known_nodes:6* ]]
  exit
fi

address() {
  getent hosts "$1" | cut -d ' ' -f 1
}

make_cluster() {
  local member addresses=()
  for member in "${members[@]}"; do
    until [[ $(timeout 1 redis-cli -h "$member" ping 2>/dev/null) == PONG ]]; do sleep 0.3; done
    addresses+=("$(address "$member"):6379")
  done
  redis-cli --cluster create "${addresses[@]}" --cluster-replicas 1 --cluster-yes
}

# A member that has another address now is met again, and keeps its slots.
find_members() {
  local member at nodes
  while sleep 2; do
    nodes=$(timeout 1 redis-cli CLUSTER NODES) || continue
    [[ $nodes == *fail* || $nodes == *disconnected* ]] || continue
    for member in "${members[@]}"; do
      at=$(address "$member")
      if [[ -n $at && $nodes != *" $at:6379"* ]]; then
        timeout 1 redis-cli CLUSTER MEET "$at" 6379 >/dev/null
      fi
    done
  done
}

if [[ $own == "${members[5]}" && ! -s /data/nodes.conf ]]; then make_cluster & fi
find_members &
exec redis-server --dir /data --appendonly yes --appendfsync always --save '' \
  --maxmemory-policy noeviction --protected-mode no --repl-ping-replica-period 1 \
  --repl-diskless-sync-delay 0 --repl-backlog-size 64mb --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 500 \
  --cluster-replica-validity-factor 2 --cluster-require-full-coverage no
