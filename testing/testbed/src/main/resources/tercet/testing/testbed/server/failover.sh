#!/usr/bin/env bash
# Watches the primary of a PostgreSQL cluster from one of its servers, and makes this server the
# primary when that one is gone. One runs beside each server.
#
#   failover.sh watch                      until it is killed
#   failover.sh promote [NAME PORT]...     makes this server the primary now, with what the named
#                                          standbys have; without names, with all of the table
#
# The environment says which server this is: NAME, PORT, PSQL (the program) and PGUSER.
#
# The primary is gone for a server when it answers neither on a connection that was open nor on a
# new one. It is replaced when it is gone for all standbys, and at least two: one alone cannot know
# what the others have confirmed. The table failover.members lists all servers. Its `role` is
# primary, standby, or gone for one that was replaced. Advisory locks on a standby tell the others
# what its watcher thinks, and end with the watcher: (7, 0) says that it watches, (7, port) that
# the primary at that port is gone for it, and (8, 0) that another server is being made the primary.
set -uo pipefail
trap '' PIPE

# How long a primary may take to answer, for each of the two connections.
answer_max=1.5
# The same once it is gone: the others may have found out a moment later.
answer_again_max=0.4
look_every=0.2
# How long the standby with the next higher number waits for the one before it to take over.
turn_seconds=10

# --- One statement -------------------------------------------------------------------------------

client() {
  exec "$PSQL" --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
    "host=127.0.0.1 port=$1 dbname=postgres connect_timeout=2" "${@:2}"
}
export -f client
export PSQL PGUSER

# sql PORT STATEMENT...: each is a transaction of its own.
sql() {
  local port=$1 commands=() statement
  shift
  for statement; do commands+=("--command=$statement"); done
  timeout "${sql_max:-25}" bash -c 'client "$@"' client "$port" "${commands[@]}"
}

# --- Connections that stay open ------------------------------------------------------------------

declare -A clients=() inputs=() outputs=()

# connect SESSION PORT
connect() {
  local in out
  disconnect "$1"
  rm -f "$pipes/$1".*
  mkfifo "$pipes/$1.in" "$pipes/$1.out"
  client "$2" <"$pipes/$1.in" >"$pipes/$1.out" 2>/dev/null &
  clients[$1]=$!
  exec {in}>"$pipes/$1.in" {out}<"$pipes/$1.out"
  inputs[$1]=$in outputs[$1]=$out
}

disconnect() {
  [[ -n ${clients[$1]:-} ]] || return 0
  local in=${inputs[$1]} out=${outputs[$1]}
  exec {in}>&- {out}<&-
  kill -KILL "${clients[$1]}" 2>/dev/null
  wait "${clients[$1]}" 2>/dev/null
  unset "clients[$1]"
}

# ask SESSION SECONDS STATEMENT: sets `answer` to its only row. Fails if no answer comes in time;
# then the session is of no use any more, because the answer may still come.
ask() {
  local line
  answer=
  [[ -n ${clients[$1]:-} ]] || return 1
  local in=${inputs[$1]} out=${outputs[$1]}
  if printf '%s;\n\\echo .\n' "$3" 2>/dev/null >&"$in"; then
    while IFS= read -r -t "$2" -u "$out" line; do
      if [[ $line == . ]]; then return 0; fi
      answer=$line
    done
  fi
  disconnect "$1"
  return 1
}

# --- Watching ------------------------------------------------------------------------------------

watch() {
  local upstream='' in_recovery now_upstream
  while sleep "$look_every"; do
    if ! ask me 5 "select pg_is_in_recovery(),
        substring(current_setting('primary_conninfo') from 'port=(\d+)')"; then
      connect me "$PORT"
      gone='' watches=''
      continue
    fi
    IFS='|' read -r in_recovery now_upstream <<<"$answer"
    if [[ $in_recovery != t ]]; then
      disconnect upstream
      [[ -z $upstream ]] || register && upstream=
      continue
    fi
    # It has none while another server tries to become the primary.
    if [[ -n $now_upstream && $now_upstream != "$upstream" ]]; then
      disconnect upstream
      upstream=$now_upstream
    fi
    [[ -n $upstream ]] || continue
    if ! sees "$upstream"; then
      think_gone "$upstream"
      replace "$upstream"
    else
      think_present "$upstream"
      if [[ -z $now_upstream ]] && ((SECONDS - present_since > turn_seconds)); then
        return_to "$upstream"
      fi
    fi
  done
}

sees() {
  local max=$answer_max
  ask upstream "$max" 'select 1' && return 0
  if [[ $gone == "$1" ]]; then max=$answer_again_max; fi
  connect upstream "$1"
  ask upstream "$max" 'select 1'
}

gone=
gone_since=0
present_since=0

think_present() {
  if [[ -n $gone ]]; then
    if [[ $gone == "$1" ]]; then say "the primary at $1 is back"; fi
    ask me 5 "select pg_advisory_unlock(7, $gone)"
    gone=
    present_since=$SECONDS
  fi
  if [[ -z $watches ]] && ask me 5 'select pg_try_advisory_lock(7, 0)'; then
    watches=yes
  fi
}

think_gone() {
  [[ $gone != "$1" ]] || return 0
  say "the primary at $1 does not answer"
  if ask me 5 "select pg_try_advisory_lock(7, $1)"; then
    gone=$1
    gone_since=$SECONDS
  fi
}

# Follows the new primary if there is one, or becomes it if that is this server's turn.
replace() {
  local name port role state before=0 agreed=()
  while read -r name port role; do
    [[ -n $name ]] || continue
    state=$(sql_max=3 sql "$port" "select pg_is_in_recovery(), exists (select from pg_locks
      where locktype = 'advisory' and classid = 7 and objid = $1 and objsubid = 2)")
    case $role:$state in
      gone:f* | gone: | primary:) ;; # It was replaced, and confirms nothing.
      *:f*)
        say "$name is the new primary"
        follow "$PORT" "$NAME" "$port"
        return
        ;;
      *:t\|t)
        agreed+=("$name" "$port")
        if ((${name#n} < ${NAME#n})); then before=$((before + 1)); fi
        ;;
      *) return ;; # It has not lost the primary, or does not answer.
    esac
  done < <(members "$1")
  if ((${#agreed[@]} > 0 && SECONDS - gone_since >= before * turn_seconds)); then
    say "the primary at $1 is gone for all standbys; this server becomes the primary"
    if bash "$0" promote "${agreed[@]}"; then
      say 'this server is the primary'
    else
      say 'this server could not become the primary'
    fi
  fi
}

# members PORT: all servers but this one and the one at the port, with their ports and roles.
members() {
  sql "$PORT" "select name || ' ' || port || ' ' || role from failover.members
    where port not in ($PORT, $1) order by name"
}

# Follows the primary again that it left for another server, if that one did not take over.
return_to() {
  local name port role others=()
  while read -r name port role; do others+=("$name" "$port"); done < <(members "$1")
  if lock_all "${others[@]}"; then
    while read -r name port role; do
      if [[ $(sql_max=3 sql "$port" 'select pg_is_in_recovery()') != t ]]; then
        unlock_all "${others[@]}"
        return
      fi
    done < <(members "$1")
    say "no server became the primary; this one follows the one at $1 again"
    follow "$PORT" "$NAME" "$1"
  fi
  unlock_all "${others[@]}"
}

# follow PORT NAME PRIMARY: makes the server at the port a standby of the primary.
follow() {
  local primary="host=127.0.0.1 port=$3 user=$PGUSER connect_timeout=2 application_name=$2"
  sql "$1" "alter system set primary_conninfo = '$primary'" 'select pg_reload_conf()' >/dev/null
}

# --- Becoming the primary ------------------------------------------------------------------------

# Makes this server the primary, with all that the other standbys have. They leave the old primary
# before it looks, so that none of them can confirm anything more to one that wakes. What another
# one has more is fetched from there. Nothing happens if another one does not answer.
promote() {
  local others=("$@") theirs leave i
  if ((${#others[@]} == 0)); then
    read -r -d '' -a others < <(sql "$PORT" "select name || ' ' || port from failover.members
      where role = 'standby' and port <> $PORT order by name")
  fi
  lock_all "${others[@]}" || return 1

  leave='do $wait$ begin for time in 1..300 loop
      exit when not exists (select from pg_stat_wal_receiver);
      perform pg_sleep(0.01); end loop; end $wait$'
  for ((i = 1; i < ${#others[@]}; i += 2)); do
    theirs=$(sql "${others[i]}" "alter system set primary_conninfo = ''" \
      'select pg_reload_conf()' "$leave" "select pg_last_wal_receive_lsn()
        where pg_is_in_recovery() and not exists (select from pg_stat_wal_receiver)" | tail -n 1)
    [[ $theirs == */* ]] || return 1
    has "$theirs" || fetch "${others[i]}" "$theirs" || return 1
  done

  [[ $(sql "$PORT" 'select pg_promote(true, 20)') == t ]] || return 1
  for ((i = 1; i < ${#others[@]}; i += 2)); do
    follow "${others[i]}" "${others[i - 1]}" "$PORT"
  done
  register
}

register() {
  sql "$PORT" "set synchronous_commit = local;
    update failover.members set role = case when port = $PORT then 'primary' else 'gone' end
      where role = 'primary' or port = $PORT"
}

# Only one server becomes the primary at a time: it locks all that take part, in one order.
lock_all() {
  local name port
  while read -r name port; do
    connect "lock-$name" "$port"
    ask "lock-$name" 5 'select pg_try_advisory_lock(8, 0)' && [[ $answer == t ]] || return 1
  done < <(printf '%s %s\n' "$@" "$NAME" "$PORT" | sort)
}

unlock_all() {
  local name port
  while read -r name port; do
    disconnect "lock-$name"
  done < <(printf '%s %s\n' "$@" "$NAME" "$PORT")
}

has() {
  [[ $(sql "$PORT" "select '$1' <= pg_last_wal_receive_lsn()") == t ]]
}

# fetch PORT POSITION
fetch() {
  follow "$PORT" "$NAME" "$1"
  for _ in {1..100}; do
    if has "$2"; then return 0; fi
    sleep 0.1
  done
  return 1
}

# --- Start ---------------------------------------------------------------------------------------

say() {
  local now=$EPOCHREALTIME
  printf '%(%F %T)T.%s %s: %s\n' "${now%.*}" "${now:11:3}" "$NAME" "$1"
}

watches=
pipes=$(mktemp -d "${0%/*}/watcher.XXXXXX")
trap 'rm -rf "$pipes"' EXIT
case ${1:-} in
  watch) watch ;;
  promote) promote "${@:2}" ;;
  *) say "usage: $0 watch | promote [NAME PORT]..." && exit 2 ;;
esac
