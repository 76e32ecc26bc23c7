#!/usr/bin/env bash
# stand-ins.sh: makes images with the names of the public ones out of Debian's packages and a JDK,
# for a Docker engine that reaches no registry. They understand the settings that the files in
# deploy/compose use, and no more. Needs root, mmdebstrap and JAVA_HOME.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main() {
  need debian:12-slim && import debian:12-slim ''
  need eclipse-temurin:25-jdk && jdk
  if need postgres:17 || need redis:7.4 || need nginx:1.28; then
    import stand-in:servers postgresql,redis-server,redis-sentinel,nginx-light,procps
    postgres
    redis
    nginx
  fi
  if need rabbitmq:4.1; then
    import stand-in:rabbitmq rabbitmq-server
    rabbitmq
  fi
  need apache/kafka:4.1.0 && kafka
  if need prom/prometheus:v3.5.0; then
    import stand-in:prometheus prometheus
    prometheus
  fi
  docker image ls
}

need() {
  ! docker image inspect "$1" >/dev/null 2>&1
}

import() {
  local name=$1 packages=$2
  mmdebstrap --quiet --variant=minbase ${packages:+"--include=$packages"} \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$work/root.tar"
  docker import "$work/root.tar" "$name" >/dev/null
  rm "$work/root.tar"
}

image() {
  docker build --quiet --tag "$1" "$work/context" >/dev/null
  rm -rf "$work/context"
}

jdk() {
  mkdir -p "$work/context"
  cp -aL "$JAVA_HOME" "$work/context/jdk"
  cat >"$work/context/Dockerfile" <<'IMAGE'
FROM debian:12-slim
COPY jdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/sbin:/usr/bin:/sbin:/bin
IMAGE
  image eclipse-temurin:25-jdk
}

# With POSTGRES_USER, POSTGRES_PASSWORD_FILE and files of SQL in /docker-entrypoint-initdb.d.
postgres() {
  mkdir -p "$work/context"
  cat >"$work/context/docker-entrypoint.sh" <<'START'
#!/bin/bash
set -euo pipefail
if [[ $(id -u) == 0 ]]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chown postgres "$PGDATA" /var/run/postgresql
  install -m 0400 -o postgres "$POSTGRES_PASSWORD_FILE" /var/run/postgresql/password
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  initdb --pgdata="$PGDATA" --username="$POSTGRES_USER" --auth=scram-sha-256 --encoding=UTF8 \
    --locale=C.UTF-8 --pwfile=/var/run/postgresql/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  pg_ctl --pgdata="$PGDATA" --wait --options='-c listen_addresses=' start
  PGPASSWORD=$(cat /var/run/postgresql/password)
  export PGPASSWORD PGUSER=$POSTGRES_USER PGDATABASE=postgres
  createdb "$POSTGRES_USER"
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sql) psql --set=ON_ERROR_STOP=1 --file="$file" ;;
      *.sh) bash "$file" ;;
    esac
  done
  pg_ctl --pgdata="$PGDATA" --wait stop
fi
exec "$@"
START
  chmod +x "$work/context/docker-entrypoint.sh"
  cat >"$work/context/Dockerfile" <<'IMAGE'
FROM stand-in:servers
COPY docker-entrypoint.sh /usr/local/bin/
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  PGDATA=/var/lib/postgresql/data
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
IMAGE
  image postgres:17
}

redis() {
  mkdir -p "$work/context"
  cat >"$work/context/Dockerfile" <<'IMAGE'
FROM stand-in:servers
WORKDIR /data
CMD ["redis-server"]
IMAGE
  image redis:7.4
}

nginx() {
  mkdir -p "$work/context"
  cat >"$work/context/Dockerfile" <<'IMAGE'
FROM stand-in:servers
STOPSIGNAL SIGQUIT
CMD ["nginx", "-e", "stderr", "-g", "daemon off;"]
IMAGE
  image nginx:1.28
}

rabbitmq() {
  mkdir -p "$work/context"
  cat >"$work/context/docker-entrypoint.sh" <<'START'
#!/bin/bash
set -eu
mkdir -p /var/lib/rabbitmq /var/log/rabbitmq
chown rabbitmq: /var/lib/rabbitmq /var/log/rabbitmq
exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups /usr/lib/rabbitmq/bin/"$@"
START
  chmod +x "$work/context/docker-entrypoint.sh"
  cat >"$work/context/Dockerfile" <<'IMAGE'
FROM stand-in:rabbitmq
COPY docker-entrypoint.sh /usr/local/bin/
RUN mkdir -p /etc/rabbitmq/conf.d && rm -f /etc/rabbitmq/rabbitmq-env.conf
ENV HOME=/var/lib/rabbitmq RABBITMQ_LOGS=- \
  PATH=/usr/lib/rabbitmq/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
IMAGE
  image rabbitmq:4.1
}

# With settings as variables: KAFKA_NODE_ID is node.id. Its libraries are those that Maven has
# fetched for the tests.
kafka() {
  local paths=$root/testing/kafka-server/target/classes/tercet/testing/testbed/server/kafka.class-path
  [[ -s $paths ]] || { echo 'For Kafka run ./tercet build first.' >&2 && exit 1; }
  mkdir -p "$work/context/libs"
  tr : '\n' <"$paths" | xargs cp --target-directory="$work/context/libs"
  cat >"$work/context/start.sh" <<'START'
#!/bin/bash
set -euo pipefail
settings=/tmp/server.properties
env | grep '^KAFKA_' | grep -v '^KAFKA_HEAP_OPTS=' | while IFS='=' read -r name value; do
  echo "$(tr 'A-Z_' 'a-z.' <<<"${name#KAFKA_}")=$value"
done >"$settings"
if [[ ! -s $KAFKA_LOG_DIRS/meta.properties ]]; then
  java -Xmx256m -cp '/opt/kafka/libs/*' kafka.tools.StorageTool format \
    --cluster-id "$CLUSTER_ID" --config "$settings"
fi
read -r -a heap <<<"${KAFKA_HEAP_OPTS:-}"
exec java "${heap[@]}" -cp '/opt/kafka/libs/*' kafka.Kafka "$settings"
START
  chmod +x "$work/context/start.sh"
  cat >"$work/context/Dockerfile" <<'IMAGE'
FROM eclipse-temurin:25-jdk
COPY libs /opt/kafka/libs
COPY start.sh /usr/local/bin/
RUN mkdir -p /var/lib/kafka/data
CMD ["start.sh"]
IMAGE
  image apache/kafka:4.1.0
}

prometheus() {
  mkdir -p "$work/context"
  cat >"$work/context/Dockerfile" <<'IMAGE'
FROM stand-in:prometheus
RUN mkdir -p /prometheus
ENTRYPOINT ["prometheus", "--storage.tsdb.path=/prometheus"]
IMAGE
  image prom/prometheus:v3.5.0
}

main
