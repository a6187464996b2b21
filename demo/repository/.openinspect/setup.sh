#!/bin/sh
# Runs once in a new sandbox. There is nothing to install; it only makes sure that Node is new enough.
set -eu
node -e 'if (Number(process.versions.node.split(".")[0]) < 20) { console.error("Node 20 or newer is needed"); process.exit(1); }'
echo "Node $(node --version) is ready, no dependencies to install."
