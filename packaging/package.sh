#!/usr/bin/env bash
# Makes the release files in target/dist: one self-contained executable for this platform, one plain jar, the bill of
# materials, and their checksums. Called by ./yumen package, which has built the application and names JDK 25 in JAVA_HOME.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What the application and its libraries use of Java, and what they name but we never call.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.crypto.ec,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
unused=java.desktop,java.sql,jdk.incubator.vector
flags=(-XX:+UseG1GC -XX:+UseCompactObjectHeaders -Djdk.pollerMode=1 --sun-misc-unsafe-memory-access=allow -Djdk.reflect.useNativeAccessorOnly=true -Xlog:disable -Xlog:all=error:stderr)

fail() {
    printf 'package: %s\n' "$@" >&2
    exit 1
}

usage() {
    cat <<'HELP'
Usage: ./yumen package [--force]

Makes the release files in target/dist:
  yumen-VERSION-linux-ARCH   the program: one file that runs without Java
  yumen-VERSION.jar          the same for a Java 25 that is there: java -jar
  yumen-VERSION.cdx.json     the bill of materials (CycloneDX)
  SHA256SUMS                 check with: sha256sum -c SHA256SUMS

They are kept while nothing that they are made from has changed; --force makes them anew.
HELP
}

force=false
case ${1:-} in
    '') ;;
    --force) force=true ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
esac

java=${JAVA_HOME:?call ./yumen package}/bin
version=$(sed -n '/<artifactId>yumen</{n;s/.*<version>\(.*\)<.*/\1/p;q}' pom.xml)
case $(uname -s)-$(uname -m) in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    Linux-*) platform=linux-$(uname -m) ;;
    *) fail "the executable is made for the machine that it is made on, and that must be Linux, not $(uname -s)." ;;
esac
dist=target/dist
image=$PWD/target/image
work=$PWD/target/packaging
made=$work/made-from
epoch=@1767225600
name=yumen-$version

say() { printf 'package: %s\n' "$*"; }

require() {
    local command missing=()
    for command in tar gzip sha256sum sed mvn; do
        command -v "$command" >/dev/null || missing+=("$command")
    done
    ((${#missing[@]} == 0)) || fail "missing: ${missing[*]} (Debian: apt-get install tar gzip coreutils sed maven)"
    [[ -x $java/jlink ]] || fail "$java/jlink is missing: a whole JDK 25 is needed, with jlink (Debian packages: -jdk, not -jre)."
}

# Everything that the files are made from, as one hash. The libraries of the jar are named in it with their versions.
inputs() {
    { sha256sum target/yumen.jar packaging/*.java packaging/*.sh pom.xml; cat "$JAVA_HOME/release"; uname -m; } | sha256sum
}

is_made() {
    ! $force && [[ -f $dist/SHA256SUMS && $(cat "$made" 2>/dev/null) == "$(inputs)" ]] &&
        (cd "$dist" && sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1)
}

# The libraries that the application names, in its order; older versions may lie beside them.
libraries() {
    (cd "$work" && "$java/jar" --extract --file ../yumen.jar META-INF/MANIFEST.MF)
    tr -d '\r' <"$work/META-INF/MANIFEST.MF" | sed -z 's/\n //g' |
        sed -n 's/^Class-Path: //p' | tr ' ' '\n' | sed 's|^|target/|'
}

# What a release carries beside the program; a development build leaves it out.
bill_of_materials() {
    mvn -q -B org.cyclonedx:cyclonedx-maven-plugin:makeBom >"$work/bill.log" 2>&1 || {
        cat "$work/bill.log" >&2
        fail "the bill of materials failed; its log is above"
    }
    cp target/yumen.cdx.json "$dist/$name.cdx.json"
}

# A library that needs more of Java would fail only when it is used, on somebody else's machine.
check_modules() {
    local module
    for module in $("$java/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps "$image/yumen.jar" | tr , ' '); do
        [[ ,$modules,$unused, == *,$module,* ]] ||
            fail "a library uses the module $module: name it in packaging/package.sh, in modules or in unused."
    done
}

runtime() {
    "$java/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress zip-0 \
        --output "$image/runtime"
    ! command -v strip >/dev/null || strip -p --strip-unneeded "$image/runtime/lib/server/libjvm.so"
}

# One run with clients of both eras and a rule in CEL, whose library is the largest; the Java machine writes the cache when it is
# asked to end. The cache remembers the times of the files that it came from, so they get those of the archive first.
train() {
    local port gateway status=0
    port=$((20000 + RANDOM % 10000))
    mkdir -p "$work/home"
    cat >"$work/home/training.json" <<JSON
{"mcpServers": {"everything": {"service": "everything"}}, "state": "$work/home/state",
 "access": {"anonymous": {}, "rules": [{"name": "training", "effect": "allow", "when": "method != 'x' && !('y' in roles)"}]}}
JSON
    find "$image" -exec touch -d "$epoch" {} +
    (cd "$work/home" && HOME=$PWD exec "$image/runtime/bin/java" "${flags[@]}" -XX:AOTCacheOutput="$image/yumen.aot" \
        -cp "$image/yumen.jar" io.yumen.cli.Main serve --config training.json --port "$port") >"$work/training.log" 2>&1 &
    gateway=$!
    "$java/java" packaging/Training.java "$port" >/dev/null || status=$?
    kill -TERM "$gateway" || status=$?
    wait "$gateway" || true
    [[ $status == 0 && -s $image/yumen.aot ]] || {
        cat "$work/training.log" >&2
        fail "the training run failed; its log is above"
    }
}

executable() { # file
    local archive=$work/image.tar.gz content stub=$work/stub.sh offset
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=$epoch --mode=go=rX,u+rwX \
        -C "$image" -cf - . | gzip -9n >"$archive"
    content=$(sha256sum "$archive" | cut -c1-32)
    sed -e "s|@VERSION@|$version|; s|@CONTENT@|$content|; s|@FLAGS@|${flags[*]}|" packaging/stub.sh >"$stub"
    # The offset is part of what it measures: ten digits, whatever its value.
    offset=$(($(sed 's|@OFFSET@|0000000000|' "$stub" | wc -c) + 1))
    { sed "s|@OFFSET@|$(printf '%010d' "$offset")|" "$stub"; cat "$archive"; } >"$1"
    chmod 755 "$1"
}

require
if is_made; then
    say "nothing has changed since these were made"
    ls -l "$dist"
    exit 0
fi
rm -rf "$dist" "$image" "$work"
mkdir -p "$dist" "$image" "$work"
say "one jar"
"$java/java" packaging/OneJar.java "$image/yumen.jar" target/yumen.jar \
    $(libraries)
cp "$image/yumen.jar" "$dist/$name.jar"
say "runtime of $(tr , '\n' <<<"$modules" | wc -l) modules"
check_modules
runtime
say "start-up cache"
train
say "executable"
executable "$dist/$name-$platform"
YUMEN_CACHE=$work/cache "$dist/$name-$platform" --version
say "bill of materials"
bill_of_materials
(cd "$dist" && sha256sum "$name"* >SHA256SUMS)
inputs >"$made"
ls -l "$dist"
