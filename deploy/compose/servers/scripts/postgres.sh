#!/usr/bin/env bash
# A server of three: postgres-1 is the primary, the others copy it and follow it.
set -eu

own=$(hostname)
options=(-cmax_connections=200 -cshared_buffers=256MB -cmax_wal_size=4GB
  -cmax_pred_locks_per_transaction=1024 -cwal_retrieve_retry_interval=200ms
  -cwal_keep_size=1GB "-ccluster_name=$own")

if [[ $own == postgres-1 ]]; then
  # It counts from the next start on: while the server fills its databases, there is no standby
  # that could confirm.
  cat >/docker-entrypoint-initdb.d/replication.sh <<'SETUP'
echo 'host replication all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
echo "synchronous_standby_names = 'ANY 1 (\"postgres-2\", \"postgres-3\")'" \
  >>"$PGDATA/postgresql.conf"
SETUP
  exec docker-entrypoint.sh postgres "${options[@]}"
fi

if [[ ! -s $PGDATA/PG_VERSION ]]; then
  export PGPASSWORD
  PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
  pg_basebackup --host=postgres-1 --username="$POSTGRES_USER" --pgdata="$PGDATA" \
    --wal-method=stream --checkpoint=fast
  touch "$PGDATA/standby.signal"
  cat >>"$PGDATA/postgresql.auto.conf" <<SETTINGS
primary_conninfo = 'host=postgres-1 user=$POSTGRES_USER password=$PGPASSWORD application_name=$own'
SETTINGS
  chown -R postgres: "$PGDATA"
  chmod 0700 "$PGDATA"
fi
exec docker-entrypoint.sh postgres "${options[@]}"
