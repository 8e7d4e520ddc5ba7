#!/bin/sh
# Yumen @VERSION@: a shell stub, then a compressed archive of a trimmed Java runtime, the application and its start-up
# cache. The first start unpacks it into the user's cache directory, under the hash of its content; later starts run from there.
set -eu

content=@CONTENT@
cache=${YUMEN_CACHE:-${CACHE_DIRECTORY:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/yumen}}
mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || {
    cache=${TMPDIR:-/tmp}/yumen-$(id -u)
    mkdir -m 700 -p "$cache"
}
[ -O "$cache" ] || [ "$(id -u)" = 0 ] || {
    echo "yumen: $cache belongs to someone else; set YUMEN_CACHE to a directory of yours" >&2
    exit 1
}
home=$cache/$content
if [ ! -d "$home" ]; then
    fresh=$(mktemp -d "$cache/.unpack.XXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    tail -c +@OFFSET@ "$0" | tar -xzf - -C "$fresh" || {
        echo "yumen: cannot unpack into $cache; is the disk full?" >&2
        exit 1
    }
    chmod 755 "$fresh"
    # Whoever is first wins; all bring the same content.
    mv -T "$fresh" "$home" 2>/dev/null || [ -d "$home" ]
    rm -rf "$fresh"
    trap - EXIT
fi
# shellcheck disable=SC2086 # options are several words
exec "$home/runtime/bin/java" @FLAGS@ -XX:AOTCache="$home/yumen.aot" ${YUMEN_JAVA_OPTIONS:-} \
    -cp "$home/yumen.jar" io.yumen.cli.Main "$@"
