#!/bin/sh
# Writes the hash-pinned requirements files; $1 is pip-compile. No index address gets into them.
set -eu
compile() {
  output=$1
  shift
  "$PIP_COMPILE" --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --resolver=backtracking \
    --output-file "requirements/$output" "$@"
}
PIP_COMPILE=$1
compile lambda.txt pyproject.toml
compile actions.txt --extra files pyproject.toml
compile demo.txt --extra files --extra local pyproject.toml
compile dev.txt --extra files --extra local --extra dev pyproject.toml
compile build.txt requirements/build.in
