# Runs a program and sees to its end. When standard input ends, which is when Tidemark closes it or is gone, however it
# went, the program and whatever it started are told to end, and then made to.
# $1: a folder that is removed afterwards; $2: seconds between TERM and KILL; then the program and its arguments.
folder=$1
patience=$(($2 * 10))
shift 2
trap : INT HUP TERM
exec 3<&0
if command -v setsid >/dev/null 2>&1; then
    group=-
    setsid "$@" <&3 3<&- &
else
    group=
    "$@" <&3 3<&- &
fi
program=$!
(
    trap '' INT HUP TERM
    cat <&3
    kill -TERM "$group$program"
    while [ "$patience" -gt 0 ] && kill -0 "$group$program"; do
        sleep 0.1 || sleep 1
        patience=$((patience - 1))
    done
    kill -KILL "$group$program"
    rm -rf "$folder"
) >/dev/null 2>&1 &
watch=$!
exec 3<&-
while :; do
    wait "$program"
    code=$?
    kill -0 "$program" 2>/dev/null || break
done
kill -KILL "$watch" 2>/dev/null
wait "$watch" 2>/dev/null
if [ -n "$group" ]; then
    # One that is killed is gone a moment later; one that nobody asks how it ended is there for ever, so not for long.
    rest=40
    while kill -KILL "-$program" 2>/dev/null && [ "$rest" -gt 0 ]; do
        sleep 0.05 || break
        rest=$((rest - 1))
    done
fi
rm -rf "$folder"
exit "$code"
