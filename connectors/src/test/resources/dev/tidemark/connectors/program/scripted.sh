# A program that does what its config says: scripted.sh singer|airbyte, then the words of the protocol.
# records: so many, {"id": N, "name": "n-N"}; every: a state after so many; at first: the state's number, which is the record
# that it covers. exit, die_at: ends with this code, after so many records. chatter: lines that are no messages.
protocol=$1
shift
config= catalog= state= verb=read
while [ $# -gt 0 ]; do
    case $1 in
    --config) config=$2; shift ;;
    --catalog) catalog=$2; shift ;;
    --state) state=$2; shift ;;
    --discover) verb=discover ;;
    *) verb=$1 ;;
    esac
    shift
done
setting() {
    sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",}]*\).*/\1/p' "$config"
}
key=
if [ -n "$config" ]; then
    key=$(setting key)
    mode=$(ls -l "$config" | cut -c1-10)
    [ "$mode" = "-rw-------" ] || { echo "the config can be read by others: $mode" >&2; exit 9; }
fi
properties='{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":["null","string"]},"at":{"type":["null","string"],"format":"date-time"}}}'
case $protocol-$verb in
singer-discover)
    [ "$(setting refuse)" = true ] && { echo "ERROR login refused for $key" >&2; exit 1; }
    echo "{\"streams\":[{\"tap_stream_id\":\"ships\",\"stream\":\"ships\",\"key_properties\":[\"id\"],\"schema\":$properties,\"metadata\":[{\"breadcrumb\":[],\"metadata\":{\"valid-replication-keys\":[\"id\"]}}]},{\"tap_stream_id\":\"crew\",\"stream\":\"crew\",\"key_properties\":[\"id\"],\"schema\":$properties,\"metadata\":[{\"breadcrumb\":[],\"metadata\":{\"forced-replication-method\":\"FULL_TABLE\"}}]}]}"
    exit ;;
airbyte-spec)
    echo "starting"
    echo '{"type":"SPEC","spec":{"connectionSpecification":{"type":"object","properties":{"key":{"type":"string","airbyte_secret":true}}}}}'
    exit ;;
airbyte-check)
    if [ "$(setting refuse)" = true ]; then
        echo "{\"type\":\"CONNECTION_STATUS\",\"connectionStatus\":{\"status\":\"FAILED\",\"message\":\"login refused for $key\"}}"
    else
        echo '{"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}}'
    fi
    exit ;;
airbyte-discover)
    echo "{\"type\":\"LOG\",\"log\":{\"level\":\"INFO\",\"message\":\"looking with $key\"}}"
    echo "{\"type\":\"CATALOG\",\"catalog\":{\"streams\":[{\"name\":\"ships\",\"json_schema\":$properties,\"supported_sync_modes\":[\"full_refresh\",\"incremental\"],\"source_defined_cursor\":true,\"default_cursor_field\":[\"id\"],\"source_defined_primary_key\":[[\"id\"]]},{\"name\":\"crew\",\"json_schema\":$properties,\"supported_sync_modes\":[\"full_refresh\"]}]}}"
    exit ;;
esac
records=$(setting records) every=$(setting every) die_at=$(setting die_at) code=$(setting exit) progress=$(setting progress)
stream=ships
grep -q '"ships"' "$catalog" || stream=crew
from=0
[ -n "$state" ] && from=$(sed -n 's/.*"at" *: *\([0-9]*\).*/\1/p' "$state")
if [ -n "$(setting started)" ]; then
    sleep 1000 &
    echo "$$ $! $config" >>"$(setting started)"
fi
[ "$(setting chatter)" = true ] && echo "reading with $key" && echo "WARNING the key is $key" >&2
pad=$(setting pad)
at=${from:-0}
while [ "$at" -lt "$records" ]; do
    at=$((at + 1))
    row="{\"id\":$at,\"name\":\"n-$at$pad\",\"at\":\"2026-01-31T12:00:00Z\"}"
    if [ "$protocol" = singer ]; then
        echo "{\"type\":\"RECORD\",\"stream\":\"$stream\",\"record\":$row}"
    else
        echo "{\"type\":\"RECORD\",\"record\":{\"stream\":\"$stream\",\"data\":$row,\"emitted_at\":1}}"
    fi
    [ -n "$progress" ] && echo "$at" >"$progress"
    if [ -n "$every" ] && [ $((at % every)) = 0 ]; then
        if [ "$protocol" = singer ]; then
            echo "{\"type\":\"STATE\",\"value\":{\"bookmarks\":{\"$stream\":{\"at\":$at}}}}"
        else
            echo "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"$stream\"},\"stream_state\":{\"at\":$at}}}}"
        fi
    fi
    if [ "$at" = "$die_at" ]; then
        [ "$code" = hang ] && { echo "hanging" >&2; while :; do sleep 1000; done; }
        [ "$code" = torn ] && { printf '{"type":"RECORD","stream":'; exit 0; }
        [ "$code" = kill ] && kill -KILL $$
        if [ "$code" = refused ]; then
            echo "{\"type\":\"TRACE\",\"trace\":{\"type\":\"ERROR\",\"error\":{\"message\":\"the key $key was revoked\",\"failure_type\":\"config_error\"}}}"
            exit 1
        fi
        echo "ERROR it went wrong with $key" >&2
        exit "$code"
    fi
done
if [ -n "$(setting rotate)" ]; then
    echo "{\"type\":\"CONTROL\",\"control\":{\"type\":\"CONNECTOR_CONFIG\",\"connectorConfig\":{\"config\":{\"key\":\"$(setting rotate)\"}}}}"
fi
