/**
 * Installed programs for tests: small scripts that print and end as apptainer and singularity do when they build.
 * Which way they go is said by a word in the definition. Source: build reference, 2.2 to 2.4.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { smallSif } from './small-sif.ts'

export interface FakeProgram {
  readonly path: string
  /** The search path that finds it first. */
  readonly searchPath: string
  /** Where each of its builds writes its arguments, one a line, its folder and its temporary folder. */
  readonly record: string
}

/** @param name also decides how it names itself */
export async function fakeProgram(folder: string, name: 'apptainer' | 'singularity'): Promise<FakeProgram> {
  const bin = join(folder, 'bin')
  await mkdir(bin, { recursive: true })
  const image = join(folder, 'made.sif')
  await writeFile(image, await smallSif())
  const record = join(folder, 'record')
  const path = join(bin, name)
  const version = name === 'apptainer' ? 'apptainer version 1.4.3' : 'singularity-ce version 4.5.1'
  const script = `#!/bin/sh
if [ "$1" = --version ]; then echo '${version}'; exit 0; fi
printf '%s\\n' "$@" "folder=$PWD" "tmp=$${name.toUpperCase()}_TMPDIR" > '${record}'
for last; do output=$source; source=$last; done
say() { printf '%-8s %s\\n' "$1:" "$2" >&2; }
say INFO 'Starting build...'
case $(cat "$source" 2>/dev/null) in
*REFUSE-FAKEROOT*) say FATAL 'Unable to create build: --remote, --fakeroot, or the proot command are required to build this source as a non-root user'; exit 255;;
*REFUSE-SUBUID*) say FATAL 'could not use fakeroot: no mapping entry found in /etc/subuid for user'; exit 255;;
*REFUSE-ARCHITECTURE*) say FATAL 'Requested architecture (arm64) does not match host (amd64). Cannot build locally.'; exit 255;;
*NOTHING*) say INFO 'Build complete: image'; exit 0;;
*KILLED*) kill -9 $$;;
esac
say INFO 'Fetching OCI image...'
say INFO 'Extracting OCI image...'
say INFO 'Inserting ${name === 'apptainer' ? 'Apptainer' : 'Singularity'} configuration...'
say INFO 'Running post scriptlet'
case $(cat "$source" 2>/dev/null) in
*SLOW*) echo half > "$output"; sleep 60 & trap 'say WARNING interrupted; exit 1' INT TERM; wait;;
*FLOOD*) awk 'BEGIN { for (i = 1; i <= 100000; i++) print "line " i }';;
*FAILS*) echo '+ echo before' >&2; echo before; echo '+ false' >&2
  echo half > "$output"; say FATAL 'While performing build: while running engine: exit status 1'; exit 255;;
*) echo '+ echo hello' >&2; echo hello;;
esac
say WARNING 'something to know'
say INFO 'Adding labels'
say INFO 'Creating SIF file...'
cp '${image}' "$output"
say INFO "Build complete: $output"
`
  await writeFile(path, script, { mode: 0o755 })
  return { path, record, searchPath: `${bin}${delimiter}${process.env.PATH ?? ''}` }
}
