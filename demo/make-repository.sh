#!/bin/sh
# Makes the bare demo repository at the given path out of demo/repository. Author and dates are fixed, so every
# installation gets the same commits. A repository that is already there is left alone: sessions have pushed to it.
set -eu

if [ $# -ne 1 ]; then
    echo "usage: $0 <path of the bare repository>" >&2
    exit 2
fi
target=$1
files=$(cd "$(dirname "$0")/repository" && pwd)

if [ -e "$target" ]; then
    git --git-dir="$target" rev-parse --verify --quiet refs/heads/main >/dev/null || {
        echo "$0: $target exists and is not the demo repository" >&2
        exit 1
    }
    exit 0
fi

# The caller's configuration (signing, hooks, templates) would change the commits.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME='Hours Maintainers' GIT_AUTHOR_EMAIL='maintainers@hours.example'
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"
umask 022

mkdir -p "$(dirname "$target")"
# Beside the target, so that the last step is one rename: a repository is there completely or not at all.
scratch=$(mktemp -d "$(dirname "$target")/.demo-repository.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
tree=$scratch/tree
git init --quiet --template= --initial-branch=main "$tree"

# commit <day of March 2026> <subject> <files…>
commit() {
    day=$1
    subject=$2
    shift 2
    for file in "$@"; do
        mkdir -p "$tree/$(dirname "$file")"
        cp "$files/$file" "$tree/$file"
        case $file in
            *.sh | bin/*) chmod 755 "$tree/$file" ;;
            *) chmod 644 "$tree/$file" ;;
        esac
    done
    git -C "$tree" add --all
    date="2026-03-${day}T09:00:00+00:00"
    GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date git -C "$tree" commit --quiet --message "$subject"
}

commit 02 'Compute with times of day' package.json .npmrc .gitignore src/clock.js test/clock.test.js
commit 03 'Read a time sheet and add it up' src/timesheet.js test/timesheet.test.js
commit 04 'Print the totals of a file' bin/hours.js example.txt README.md
commit 05 'Tell agents how to work here' AGENTS.md .openinspect/setup.sh .openinspect/start.sh
commit 06 'Expect work past midnight to count' test/midnight.test.js
commit 07 'Show the totals on a page' page/index.html page/style.css page/serve.js

if ! diff -r --exclude=.git --exclude=node_modules "$files" "$tree" >&2; then
    echo "$0: a file of demo/repository is in no commit" >&2
    exit 1
fi
git clone --quiet --bare --template= "$tree" "$scratch/bare"
git --git-dir="$scratch/bare" remote remove origin
mv "$scratch/bare" "$target"
