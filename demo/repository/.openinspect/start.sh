#!/bin/sh
# Runs at every start of a sandbox, before the agent. A syntax error in the program would show here.
set -eu
node --check bin/hours.js
echo "hours $(node -p 'require("./package.json").version') starts."
