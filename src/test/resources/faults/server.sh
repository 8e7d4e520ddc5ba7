# A server of the legacy era that answers every call well, but for the tool "fault": there it does what its argument says.
fault=$1
huge() { head -c "$1" /dev/zero | tr '\0' a; }
answer() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$1" "$2"; }
well='{"content":[{"type":"text","text":"well"}]}'
case $fault in
    exit) echo "cannot find my data" >&2; exit 7 ;;
    garbage-at-start) printf '\377\376garbage\n{"half":\n[1,\nnull\n' ;;
    mute) exec cat >/dev/null ;;
esac
while IFS= read -r line; do
    id=${line#*'"id":'}
    id=${id%%[,\}]*}
    case $line in
        *'"method":"initialize"'*)
            answer "$id" '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}' ;;
        *'"method":"server/discover"'*)
            printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"unknown"}}\n' "$id" ;;
        *'"method":"ping"'*) answer "$id" '{}' ;;
        *'"method":"tools/list"'*)
            case $fault in
                list-entries) answer "$id" '{"tools":[7,"x",{"name":8},{"inputSchema":{}},{"name":"fault","inputSchema":"none"},{"name":"work","inputSchema":{"type":"object"}}]}' ;;
                list-shape) answer "$id" '{"tools":"none"}' ;;
                calm) answer "$id" '{"tools":[{"name":"calm","inputSchema":{"type":"object"}}]}' ;;
                *) answer "$id" '{"tools":[{"name":"fault","inputSchema":{"type":"object"}},{"name":"work","inputSchema":{"type":"object"}}]}' ;;
            esac ;;
        *'"method":"tools/call"'*'"name":"fault"'*)
            case $fault in
                garbage) printf '\377\376garbage\n{"half":\n[1,\nnull\n"text"\n{"level":"info"}\n'; answer "$id" "$well" ;;
                garbage-for-good) yes "no message at all" | head -n 5000 ;;
                half-line-then-exit) printf '{"jsonrpc":"2.0","id":%s,"resu' "$id"; exit 3 ;;
                half-line) printf '{"jsonrpc":"2.0","id":%s,"resu' "$id" ;;
                silent) : ;;
                complaints) huge 3000000 | tr a '\n' >&2; huge 3000000 >&2; answer "$id" "$well" ;;
                forks) sleep 1000 & setsid sleep 1000 & exit 4 ;;
                stopped) kill -STOP $$ ;;
                wrong-id) answer 987654321 "$well"; answer '"x"' "$well" ;;
                null-id) answer null "$well" ;;
                twice) answer "$id" "$well"; answer "$id" "$well"; answer "$id" "$well" ;;
                long-line) printf '{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"' "$id"; huge 10000000; echo '"}]}}' ;;
                result-shape) answer "$id" '"text"' ;;
                neither) printf '{"jsonrpc":"2.0","id":%s}\n' "$id" ;;
                *) answer "$id" "$well" ;;
            esac ;;
        *'"method":"tools/call"'*) answer "$id" "$well" ;;
    esac
done
