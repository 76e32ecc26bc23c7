#!/usr/bin/env bash
# Keeps the addresses of the named containers in /etc/hosts, also those of dead ones. A name that
# Docker does not know any more takes it seconds to refuse. Meanwhile a sentinel would stand still
# and elect no master, and a replica would not answer.

# look_up NAME...
look_up() {
  local name at
  for name; do
    at=$(timeout 1 getent -s hosts:dns ahostsv4 "$name" | head -n 1 | cut -d ' ' -f 1)
    if [[ -n $at ]] && ! grep -qxF "$at $name" /etc/hosts; then
      grep -v " $name\$" /etc/hosts >"/tmp/hosts.$$"
      echo "$at $name" >>"/tmp/hosts.$$"
      cat "/tmp/hosts.$$" >/etc/hosts
    fi
  done
}

# keep_hosts NAME...: once before it returns, then for good.
keep_hosts() {
  look_up "$@"
  while sleep 1; do look_up "$@"; done &
}
