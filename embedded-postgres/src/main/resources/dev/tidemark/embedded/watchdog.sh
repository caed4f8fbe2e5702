#!/bin/sh
# Guards one PostgreSQL server: stops it when no process uses it any more, however its users ended.
#
# usage: watchdog.sh start FOLDER BIN [program that lowers rights ...]   starts the server first, prints pg_ctl's words
#        watchdog.sh guard FOLDER BIN [program that lowers rights ...]   guards a server whose watchdog died
#
# A user is a file users/<pid>-<birth>. Who joins writes that file first and looks for stopping-* second; a watchdog
# writes stopping-* first and looks for users second. So at least one of the two sees the other.
trap '' HUP INT QUIT TSTP PIPE

task=$1 folder=$2 bin=$3
shift 3
cd "$folder" || exit 1
data=$folder/postgres

# When process $1 was started, in $birth; empty if it is gone.
birth_of() {
    birth=
    if [ -r /proc/self/stat ]; then
        { read -r birth < "/proc/$1/stat"; } 2>/dev/null || return
        words=${birth##*) }
        birth=$(set -- $words; [ "$1" = Z ] || echo "${20}")
    else
        birth=$(LC_ALL=C ps -o stat=,lstart= -p "$1" 2>/dev/null \
            | sed -e '/^ *Z/d' -e 's/^ *[^ ]* //' -e 's/[^0-9A-Za-z]//g')
    fi
}

anyone() {
    for user in users/*; do
        [ -e "$user" ] || continue
        name=${user##*/}
        birth_of "${name%%-*}"
        [ -n "$birth" ] && [ "$birth" = "${name#*-}" ] && return 0
        rm -f "$user"
    done
    return 1
}

# Whether process $server is still the server of this folder, and not a stranger that was given its number.
server_lives() {
    kill -0 "$server" 2>/dev/null || return 1
    if [ -r "/proc/$server/cmdline" ]; then
        words=$(tr '\0' ' ' < "/proc/$server/cmdline")
    else
        words=$(ps -o args= -p "$server")
    fi
    case "$words " in *"-D $data "*) return 0 ;; *) return 1 ;; esac
}

if [ "$task" = start ]; then
    "$@" "$bin/pg_ctl" start -w -t 600 -D "$data" -l "$folder/postgres.log" 2>&1 || exit 1
fi
{ read -r server < postgres/postmaster.pid; } 2>/dev/null || exit 1
birth_of $$
me=$$-$birth
echo "$me" > watchdog.new && mv watchdog.new watchdog
echo guarded
exec > /dev/null 2>&1 < /dev/null

lonely=0
while server_lives; do
    if [ ! -d postgres ]; then
        kill -QUIT "$server"    # somebody deleted the folder
        exit 0
    fi
    if anyone; then lonely=0; else lonely=$((lonely + 1)); fi
    if [ $lonely -ge 3 ]; then
        : > "stopping-$me"
        if anyone; then
            lonely=0
        elif read -r now < postgres/postmaster.pid && [ "$now" = "$server" ]; then
            "$@" "$bin/pg_ctl" stop -w -t 600 -m fast -D "$data"
        fi
        rm -f "stopping-$me"
    fi
    sleep 1
done
