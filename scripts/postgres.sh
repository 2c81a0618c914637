#!/usr/bin/env bash
# scripts/postgres.sh COMMAND...   runs a command beside a PostgreSQL of its own, which ends with it
#
# The server has a folder of its own, listens on a socket in it and on no port, keeps nothing, and is told to the
# command as TONGSHI_TEST_POSTGRES. An administrator, as whom PostgreSQL does not run, starts it as `postgres` or `nobody`.
set -euo pipefail
[ $# -gt 0 ] || { sed -n '2,5s/^# //p' "$0"; exit 2; }

programs=
for each in /usr/lib/postgresql/*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin "$(dirname "$(command -v pg_ctl || echo /)")"; do
  if [ -x "$each/initdb" ] && [ -x "$each/pg_ctl" ]; then programs=$each; fi  # the last is the newest
done
[ -n "$programs" ] || { echo "no PostgreSQL server is installed (Debian: apt-get install postgresql)" >&2; exit 3; }

room() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }'; }
beside=${TMPDIR:-/tmp}
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "$(room /dev/shm)" -gt 2000 ]; then
  beside=/dev/shm  # in memory, where a database of three hundred files is made in a third of the time
fi
as=()
folder=$(mktemp -d "$beside/tongshi-postgres-XXXXXX")  # short: a socket's path has a hundred characters at most
if [ "$(id -u)" = 0 ]; then
  user=postgres; id "$user" >/dev/null 2>&1 || user=nobody
  chown "$user" "$folder"
  as=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups)
fi

server() { (cd "$folder" && "${as[@]}" env -u LC_ALL LANG=C.UTF-8 "$programs/pg_ctl" -D "$folder/data" -s -w "$@"); }
end() {
  trap '' INT TERM
  server stop -m immediate >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# texts in another order than that of their bytes, so that a test tells where something rests on the database's
order=(--locale=C.UTF-8 --locale-provider=icu --icu-locale=zh)
(cd "$folder" && "${as[@]}" "$programs/initdb" -D data -U tongshi -A trust -E UTF8 "${order[@]}" --no-sync >initdb.log 2>&1) ||
  { cat "$folder/initdb.log" >&2; exit 1; }
sed -i '1i local all guarded scram-sha-256' "$folder/data/pg_hba.conf"  # one user has to give a password
cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 256MB
max_connections = 100
SETTINGS
server start -l "$folder/log" || { cat "$folder/log" >&2; exit 1; }

export TONGSHI_TEST_POSTGRES="postgresql://tongshi@/postgres?host=$folder"
"$@"
