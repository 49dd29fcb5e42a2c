/**
 * The scripts that every container carries below `.singularity.d`. Pure text. What they do is fixed by the
 * container programs, because other programs start containers through them (build reference, 3.4); how they
 * say it is ours. Variables of their own begin with `SIFD_`, so that none of the user's is overwritten.
 */
import type { Builder } from './builder.ts'

/** A file to be written into every container. */
export interface FixedFile {
  /** From the root of the image. */
  readonly path: string
  readonly mode: number
  readonly text: string
}

const applyEnvironment = `for SIFD_PART in /.singularity.d/env/*.sh; do
    if [ -f "$SIFD_PART" ]; then
        . "$SIFD_PART"
    fi
done
unset SIFD_PART
`

const app = `\${SINGULARITY_APPNAME:-\${APPTAINER_APPNAME:-}}`

const exec = `#!/bin/sh
# Runs a command in the environment of the image.
${applyEnvironment}
exec "$@"
`

/** Starts what is in `file` of the app that was asked for, if one was. */
function appFirst(file: string, nothingThere: string): string {
  return `if [ -n "${app}" ]; then
    if [ -x "/scif/apps/${app}/scif/${file}" ]; then
        exec "/scif/apps/${app}/scif/${file}" "$@"
    fi
    echo "${nothingThere}: ${app}"
    exit 1
fi
`
}

function run(builder: Builder): string {
  const ownApp =
    builder === 'apptainer'
      ? `if [ -x /scif/apps/singularity/scif/runscript ]; then
    exec /scif/apps/singularity/scif/runscript "$@"
fi
`
      : ''
  return `#!/bin/sh
# Runs the image: the app that was asked for, or its runscript, or else a shell.
${applyEnvironment}
${appFirst('runscript', 'No Singularity runscript for contained app')}${ownApp}if [ -x /.singularity.d/runscript ]; then
    exec /.singularity.d/runscript "$@"
fi
echo "No Singularity runscript found, executing /bin/sh"
exec /bin/sh "$@"
`
}

function shell(builder: Builder): string {
  const name = builder === 'apptainer' ? 'Apptainer' : 'Singularity'
  const wanted = `\${SINGULARITY_SHELL:-\${APPTAINER_SHELL:-}}`
  return `#!/bin/sh
# Gives a shell in the environment of the image.
${applyEnvironment}
if [ -n "${wanted}" ] && [ -x "${wanted}" ]; then
    exec "${wanted}" "$@"
fi
if [ -x /bin/bash ]; then
    SHELL=/bin/bash
    PS1="${name} \${SINGULARITY_NAME:-\${APPTAINER_NAME:-}}:\\\\w> "
    export SHELL PS1
    exec /bin/bash --norc "$@"
fi
if [ -x /bin/sh ]; then
    SHELL=/bin/sh
    export SHELL
    exec /bin/sh "$@"
fi
echo "ERROR: /bin/sh does not exist in container" 1>&2
exit 1
`
}

const start = `#!/bin/sh
# Starts the image as a service. The first process waits until it is told to go on.
kill -CONT 1
${applyEnvironment}
if [ -x /.singularity.d/startscript ]; then
    exec /.singularity.d/startscript
fi
`

const test = `#!/bin/sh
# Runs the test of the app that was asked for, or that of the image.
${applyEnvironment}
${appFirst('test', 'No tests for contained app')}if [ -x /.singularity.d/test ]; then
    exec /.singularity.d/test "$@"
fi
echo "No test found in container, executing /bin/sh -c true"
exec /bin/sh -c true
`

const base = `#!/bin/sh
# The environment of a container is put together from the files of this folder, in the order of their names.
`

const apps = `#!/bin/sh
# The environment of the app that was asked for.
if [ -n "${app}" ]; then
    SINGULARITY_APPNAME=${app}
    export SINGULARITY_APPNAME
    SCIF_APPS=/scif/apps
    SCIF_APPROOT=/scif/apps/$SINGULARITY_APPNAME
    export SCIF_APPS SCIF_APPROOT
    if [ ! -d "$SCIF_APPROOT" ]; then
        echo "Could not locate the container application: $SINGULARITY_APPNAME"
        exit 1
    fi
    PATH=$SCIF_APPROOT:$PATH
    if [ -d "$SCIF_APPROOT/bin" ]; then
        PATH=$SCIF_APPROOT/bin:$PATH
    fi
    export PATH
    if [ -d "$SCIF_APPROOT/lib" ]; then
        LD_LIBRARY_PATH=$SCIF_APPROOT/lib:\${LD_LIBRARY_PATH:-}
        export LD_LIBRARY_PATH
    fi
    if [ -f "$SCIF_APPROOT/scif/env/01-base.sh" ]; then
        . "$SCIF_APPROOT/scif/env/01-base.sh"
    fi
    if [ -f "$SCIF_APPROOT/scif/env/90-environment.sh" ]; then
        . "$SCIF_APPROOT/scif/env/90-environment.sh"
    fi
fi
`

function last(builder: Builder): string {
  const prompt = builder === 'apptainer' ? `PS1=\${PS1:-"Apptainer> "}` : `PS1="Singularity> "`
  return `#!/bin/sh
# Libraries that the container program brings along are found last.
LD_LIBRARY_PATH=\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/.singularity.d/libs
${prompt}
export LD_LIBRARY_PATH PS1
`
}

const runtimeVariables = `#!/bin/sh
# Wishes of the caller about the search path.
if [ -n "\${SING_USER_DEFINED_PREPEND_PATH:-}" ]; then
    PATH=$SING_USER_DEFINED_PREPEND_PATH:$PATH
fi
if [ -n "\${SING_USER_DEFINED_APPEND_PATH:-}" ]; then
    PATH=$PATH:$SING_USER_DEFINED_APPEND_PATH
fi
if [ -n "\${SING_USER_DEFINED_PATH:-}" ]; then
    PATH=$SING_USER_DEFINED_PATH
fi
unset SING_USER_DEFINED_PREPEND_PATH SING_USER_DEFINED_APPEND_PATH SING_USER_DEFINED_PATH
export PATH
`

/** The beginning of `90-environment.sh`; what a definition adds to the environment comes behind it. */
export const environmentStart = '#!/bin/sh\n# Custom environment shell code should follow\n\n'

/** A script that does nothing. */
export const emptyScript = '#!/bin/sh\n'

const noRunscript = `#!/bin/sh
echo "There is no runscript defined for this container"
`

/** All files of a container whose text does not depend on the image, in the order they are written. */
export function fixedFiles(builder: Builder): readonly FixedFile[] {
  const script = (path: string, text: string): FixedFile => ({ path: `/.singularity.d/${path}`, mode: 0o755, text })
  return [
    { path: '/etc/hosts', mode: 0o644, text: '' },
    { path: '/etc/resolv.conf', mode: 0o644, text: '' },
    script('actions/exec', exec),
    script('actions/run', run(builder)),
    script('actions/shell', shell(builder)),
    script('actions/start', start),
    script('actions/test', test),
    script('env/01-base.sh', base),
    script('env/90-environment.sh', environmentStart),
    script('env/95-apps.sh', apps),
    script('env/99-base.sh', last(builder)),
    script('env/99-runtimevars.sh', runtimeVariables),
    script('runscript', noRunscript),
    script('startscript', emptyScript),
  ]
}

/** Directories that every container has. */
export const fixedDirectories = [
  '/.singularity.d',
  '/.singularity.d/libs',
  '/.singularity.d/actions',
  '/.singularity.d/env',
  ...['/dev', '/proc', '/root', '/var', '/var/tmp', '/tmp', '/etc', '/sys', '/home'],
] as const

/** Links in the root that every container has, with their targets. */
export const fixedLinks: Readonly<Record<string, string>> = {
  '/singularity': '.singularity.d/runscript',
  '/.run': '.singularity.d/actions/run',
  '/.exec': '.singularity.d/actions/exec',
  '/.test': '.singularity.d/actions/test',
  '/.shell': '.singularity.d/actions/shell',
  '/environment': '.singularity.d/env/90-environment.sh',
}
