#!/bin/sh
# The main job on the samples in this folder, from the root of the repository; see `make demo`.
set -eu
cd "$(dirname "$0")/.."
mkdir -p out

show() {
    printf '$ %s\n' "$1"
    sh -c "$1"
    echo
}

show 'mentorlit parse data/*.txt data/sample.* | mentorlit dedupe | mentorlit export --bibtex > out/refs.bib'
show 'grep ^@ out/refs.bib'
show "sed -n '/^@article{ouzzani2016,/,/^}/p' out/refs.bib"
