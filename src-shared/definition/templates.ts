/** Definitions to begin with. Each can be built as it is, and has no problems for the linter. */
import { type TemplateId, templateIds, templateTexts } from '../text/definition-templates.ts'

export interface DefinitionTemplate {
  readonly id: TemplateId
  readonly title: string
  /** One sentence: what it is for. */
  readonly about: string
  readonly text: string
}

const definitions: Readonly<Record<TemplateId, string>> = {
  'command-line-tool': `Bootstrap: docker
From: debian:12-slim

%post
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends ca-certificates curl jq
    rm -rf /var/lib/apt/lists/*

%environment
    export LC_ALL=C.UTF-8

%runscript
    exec jq "$@"

%labels
    org.opencontainers.image.title jq
    org.opencontainers.image.version 1.0.0

%help
    Runs jq. Use: ./image.sif '.name' file.json
`,
  'files-only': `Bootstrap: docker
From: alpine:3.20

%environment
    export DATA=/opt/data

%runscript
    exec ls -l /opt/data "$@"

%labels
    org.opencontainers.image.version 1.0.0

%help
    Add files with a %files section. Without %post this builds anywhere, without tools or rights.
`,
  python: `Bootstrap: docker
From: python:{{ PYTHON }}-slim-bookworm

%arguments
    PYTHON=3.12

%post
    python3 -m venv /opt/env
    /opt/env/bin/pip install --no-cache-dir numpy==2.1.3 pandas==2.2.3

%environment
    export PATH="/opt/env/bin:$PATH"
    export PYTHONNOUSERSITE=1

%runscript
    exec python3 "$@"

%test
    /opt/env/bin/pip check

%labels
    org.opencontainers.image.title Python with packages
`,
  r: `Bootstrap: docker
From: rocker/r-ver:{{ R_VERSION }}

%arguments
    R_VERSION=4.4.2

%post
    Rscript -e 'install.packages("data.table")'

%environment
    export R_LIBS_USER=/nonexistent

%runscript
    exec Rscript "$@"

%test
    Rscript -e 'library(data.table)'
`,
  conda: `Bootstrap: docker
From: mambaorg/micromamba:2.0.5-debian12-slim

%post
    export MAMBA_ROOT_PREFIX=/opt/conda
    micromamba create -y -p /opt/env -c conda-forge -c bioconda samtools=1.21
    micromamba clean -a -y

%environment
    export PATH="/opt/env/bin:$PATH"

%runscript
    exec samtools "$@"

%test
    /opt/env/bin/samtools --version
`,
  compiled: `Bootstrap: docker
From: golang:{{ GO }}
Stage: build

%arguments
    GO=1.23

%post
    mkdir -p /src
    cd /src
    cat > main.go <<EOF
package main

import "fmt"

func main() { fmt.Println("hello") }
EOF
    CGO_ENABLED=0 go build -o /hello main.go

Bootstrap: docker
From: alpine:3.20

%files from build
    /hello /usr/local/bin/hello

%runscript
    exec hello "$@"

%test
    /usr/local/bin/hello
`,
  mpi: `Bootstrap: docker
From: ubuntu:24.04

%post
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends openmpi-bin libopenmpi-dev gcc libc6-dev
    rm -rf /var/lib/apt/lists/*

%environment
    export LC_ALL=C.UTF-8

%runscript
    exec "$@"

%test
    mpirun --version

%help
    Start with the MPI of the host: mpirun -n 4 ./image.sif ./program
`,
  apps: `Bootstrap: docker
From: alpine:3.20

%appinstall greet
    printf '#!/bin/sh\\necho "Hello $1"\\n' > bin/greet
    chmod 0755 bin/greet

%apprun greet
    exec greet "$@"

%apphelp greet
    Greets whoever is named.

%appinstall count
    printf '#!/bin/sh\\nseq "$1"\\n' > bin/count
    chmod 0755 bin/count

%apprun count
    exec count "$@"
`,
  service: `Bootstrap: docker
From: nginx:1.27-alpine

%startscript
    exec nginx -g 'daemon off; pid /tmp/nginx.pid;'

%runscript
    exec nginx -v

%help
    Start it with: instance start image.sif web
`,
  'from-image': `Bootstrap: localimage
From: base.sif
Fingerprints: {{ SIGNER }}

%arguments
    SIGNER=0000000000000000000000000000000000000000

%environment
    export MODE=production

%runscript
    exec /bin/sh "$@"
`,
}

/** All templates, the simplest first. */
export const definitionTemplates: readonly DefinitionTemplate[] = templateIds.map((id) => ({
  id,
  ...templateTexts[id],
  text: definitions[id],
}))
