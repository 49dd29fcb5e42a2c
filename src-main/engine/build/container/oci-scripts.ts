/**
 * The two files of a container that come from the configuration of an OCI image: its environment and its
 * runscript. Pure. What they do is fixed by the container programs (build reference, 3.6); the text is ours.
 */
import type { RunConfig } from './oci-config.ts'
import { insideDoubleQuotes, singleQuoted } from './shell.ts'

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * `10-docker2singularity.sh`: every variable but PATH gives way to one that is set outside.
 * @param environment `NAME=value` or `NAME`, in order; names that no shell can hold are left out
 */
export function environmentScript(environment: readonly string[]): string {
  const lines = environment.flatMap((entry) => {
    const equals = entry.indexOf('=')
    const name = equals < 0 ? entry : entry.slice(0, equals)
    if (!variableName.test(name)) return []
    if (equals < 0) return [`export ${name}="\${${name}:-}"\n`]
    const value = insideDoubleQuotes(entry.slice(equals + 1))
    return [name === 'PATH' ? `export PATH="${value}"\n` : `export ${name}="\${${name}:-"${value}"}"\n`]
  })
  return `#!/bin/sh\n${lines.join('')}`
}

/** Variables of an image that no shell can hold, for a note to the user. */
export function impossibleVariables(environment: readonly string[]): readonly string[] {
  return environment.map((entry) => entry.split('=', 1)[0] ?? '').filter((name) => !variableName.test(name))
}

/**
 * The runscript of an image: its entrypoint, then the arguments of the user or else its command.
 * Variables and commands in arguments are expanded, as users of these programs expect; an argument that
 * the shell could not read that way, such as one with a double quote, reaches the program as it is.
 */
export function runScript({ entrypoint, command }: Pick<RunConfig, 'entrypoint' | 'command'>): string {
  const evaluated = (words: readonly string[]): string =>
    singleQuoted(words.map((word) => `"${insideDoubleQuotes(word)}"`).join(' '))
  const literal = (words: readonly string[]): string => words.map((word) => ` ${singleQuoted(word)}`).join('')
  return `#!/bin/sh
OCI_ENTRYPOINT=${evaluated(entrypoint)}
OCI_CMD=${evaluated(command)}

# Words as they are, nothing expanded, when that is asked for.
if [ -n "\${SINGULARITY_NO_EVAL:-\${APPTAINER_NO_EVAL:-}}" ]; then
    if [ $# -eq 0 ]; then
        set --${literal(command)}
    fi
    set --${literal(entrypoint)} "$@"
    if [ $# -eq 0 ]; then
        exit 0
    fi
    exec "$@"
fi

# Arguments take the place of the command. The shell expands each; what it could not read it gets by number.
OCI_WORDS=$OCI_CMD
if [ $# -gt 0 ]; then
    OCI_WORDS=
    OCI_NUMBER=0
    for OCI_WORD in "$@"; do
        OCI_NUMBER=$((OCI_NUMBER + 1))
        OCI_LITERAL=
        case $OCI_WORD in
        *\\"*)
            OCI_LITERAL=yes
            ;;
        *\\\\* | *\\\`* | *'$('* | *'\${'*)
            /bin/sh -n -c ": \\"$OCI_WORD\\"" 2>/dev/null || OCI_LITERAL=yes
            ;;
        esac
        if [ -n "$OCI_LITERAL" ]; then
            OCI_WORDS="$OCI_WORDS \\"\\\${$OCI_NUMBER}\\""
        else
            OCI_WORDS="$OCI_WORDS \\"$OCI_WORD\\""
        fi
    done
fi
eval "set -- $OCI_ENTRYPOINT $OCI_WORDS"
if [ $# -eq 0 ]; then
    exit 0
fi
exec "$@"
`
}
