#!/bin/sh
# Yumen @VERSION@: a shell stub, then a compressed archive of a trimmed Java runtime, the application and its start-up
# cache. The first start unpacks it into a cache directory, under the hash of its content; later starts run from there.
# That directory is YUMEN_CACHE, else the user's own, else one below /tmp or /var/tmp where the user's own cannot be used.
set -eu

content=@CONTENT@
fresh=

fail() {
    printf 'yumen: %s\n' "$@" >&2
    exit 1
}

# Runs what has been unpacked there; returns where nothing has been.
run() {
    home=$1/$content
    [ -x "$home/runtime/bin/java" ] || return 0
    shift
    # shellcheck disable=SC2086 # options are several words
    exec "$home/runtime/bin/java" @FLAGS@ -XX:AOTCache="$home/yumen.aot" ${YUMEN_JAVA_OPTIONS:-} \
        -cp "$home/yumen.jar" io.yumen.cli.Main "$@"
}

# Whether it can be written to, and programs run from it: a file on a disk that is mounted noexec is not executable.
usable() {
    mkdir -p "$1" 2>/dev/null && probe=$(mktemp "$1/.probe.XXXXXX" 2>/dev/null) || return 1
    chmod 700 "$probe"
    if [ -x "$probe" ]; then rm -f "$probe"; else rm -f "$probe"; return 1; fi
}

# Whoever is first wins; all bring the same content.
unpack() {
    fresh=$(mktemp -d "$1/.unpack.XXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    trap 'exit 1' HUP INT TERM
    tail -c +@OFFSET@ "$0" | tar -xzf - -C "$fresh" || fail "cannot unpack into $1 (it takes 150 MB); is the disk full?" \
        "YUMEN_CACHE can name another directory."
    chmod 755 "$fresh"
    mv -T "$fresh" "$1/$content" 2>/dev/null || [ -d "$1/$content" ]
    rm -rf "$fresh"
    trap - EXIT HUP INT TERM
}

# Others can write to /tmp: what is unpacked there must be ours, and nobody else's to change.
shared() {
    ours=$1/yumen-$(id -u)
    mkdir -m 700 "$ours" 2>/dev/null || { [ -d "$ours" ] && [ ! -L "$ours" ] && [ -O "$ours" ]; } || return 1
    chmod 700 "$ours"
}

if [ -n "${YUMEN_CACHE:-}" ]; then
    cache=$YUMEN_CACHE
    run "$cache" "$@"
    usable "$cache" || fail "YUMEN_CACHE is $cache, which cannot be written to, or from which no program may run (noexec)."
else
    caches=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
    cache=${CACHE_DIRECTORY:-${caches:+$caches/yumen}}
    run "$cache" "$@"
    if ! usable "$cache"; then
        tried=${cache:-no home directory}
        for directory in "${TMPDIR:-/tmp}" /var/tmp; do
            shared "$directory" && usable "$ours" && cache=$ours && break
            tried="$tried, $directory"
        done
        [ "$cache" = "${ours:-}" ] || fail "found no directory to unpack into: tried $tried." \
            "It must be writable, and on a disk that is not mounted noexec. Name one in YUMEN_CACHE."
        run "$cache" "$@"
    fi
fi
unpack "$cache"
run "$cache" "$@"
fail "cannot run what was unpacked into $cache: $(ls -ld "$cache/$content/runtime/bin/java" 2>&1)"
