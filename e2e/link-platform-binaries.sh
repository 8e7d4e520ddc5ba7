# Links the binaries of this platform into node_modules/.bin. Their wrapper packages are not used: node's fetches in an
# install script, which npm refuses, and kubernetes-mcp-server's names platforms that were never published.
set -eu
cd node_modules
for binary in node-linux-*/bin/node kubernetes-mcp-server-linux-*/bin/* mcp-alertmanager-linux-*/bin/* mcp-prometheus-linux-*/bin/*; do
    [ -x "$binary" ] || continue
    name=$(basename "$binary")
    ln -sf "../$binary" ".bin/${name%-linux-*}"
done
