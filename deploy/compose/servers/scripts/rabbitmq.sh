#!/usr/bin/env bash
# A RabbitMQ server with the user `shop`. The secret is its password, and what servers know each
# other by.
set -eu

umask 077
cookie=/var/lib/rabbitmq/.erlang.cookie
if [[ ! -s $cookie ]]; then
  cat /secrets/rabbitmq >"$cookie"
  chmod 0400 "$cookie"
fi
printf 'default_user = shop\ndefault_pass = %s\n' "$(cat /secrets/rabbitmq)" \
  >/etc/rabbitmq/conf.d/20-login.conf
chown rabbitmq: "$cookie" /etc/rabbitmq/conf.d/20-login.conf
exec docker-entrypoint.sh rabbitmq-server
