/**
 * What is said to the shell of another computer: every word quoted, every script for a plain sh. It runs nothing.
 * Whoever runs the build there ends it when its input ends, so that a lost connection leaves nothing running.
 */

/** A word as every shell of the Bourne family reads it: itself, whatever is in it. Without zero bytes. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** A script as one command for whatever login shell there is. */
export function asCommand(script: string): string {
  return `exec sh -c ${shellQuote(script)}`
}

/** Says who asks, what for, and which programs there are, as lines `name=value`. */
export const probeScript = [
  'echo "uid=$(id -u)"',
  'echo "machine=$(uname -m)"',
  'grep -qs -e "^$(id -un):" -e "^$(id -u):" /etc/subuid && echo subuid=yes',
  'command -v proot >/dev/null && echo proot=yes',
  'for n in apptainer singularity; do p=$(command -v "$n") && echo "program=$p" && "$p" --version </dev/null; done',
  'exit 0',
].join('; ')

/** Takes an archive into a new folder of that name that nobody else may enter, and says where it is. */
export function takeScript(name: string): string {
  return [
    'umask 077',
    `cd -- "$\{TMPDIR:-/tmp}" && mkdir ${shellQuote(name)} && cd ${shellQuote(name)} || exit 1`,
    'if tar -xpof - && mkdir tmp && echo "folder=$(pwd -P)"; then exit 0; fi',
    removeScript(name),
    'exit 1',
  ].join('; ')
}

export function removeScript(name: string): string {
  const folder = shellQuote(name)
  return `cd -- "$\{TMPDIR:-/tmp}" && if [ -e ${folder} ]; then chmod -R u+rwX ${folder}; rm -rf ${folder}; fi 2>/dev/null`
}

/** How a program's own end with 255 is told from one of ssh. */
export const programEndedWith255 = 254

export interface RemoteBuildCommand {
  readonly name: string
  /** The folder that was taken, as the other computer knows it. */
  readonly folder: string
  /** Where the program runs. */
  readonly workingFolder: string
  readonly command: readonly string[]
}

/**
 * Runs a command in a session of its own, so that all it started can be ended: when the input ends, politely first.
 */
export function buildScript({ name, folder, workingFolder, command }: RemoteBuildCommand): string {
  const temporary = `${folder}/tmp`
  const variables = ['APPTAINER_TMPDIR', 'SINGULARITY_TMPDIR'].map((key) => shellQuote(`${key}=${temporary}`)).join(' ')
  const lost = shellQuote(`${folder}/lost`)
  return [
    `mkdir -p -- ${shellQuote(workingFolder)} && cd -- ${shellQuote(workingFolder)} || exit 1`,
    'exec 3<&0',
    `setsid env ${variables} ${command.map(shellQuote).join(' ')} </dev/null 3<&- & p=$!`,
    `( read -r _ <&3; : > ${lost}; kill -s TERM -- -$p; sleep 8; kill -s KILL -- -$p ) >/dev/null 2>&1 & w=$!`,
    'wait $p; c=$?',
    `if [ -e ${lost} ]; then kill -s KILL -- -$p 2>/dev/null; ${removeScript(name)}; fi`,
    'kill $w 2>/dev/null',
    `[ $c -eq 255 ] && c=${programEndedWith255}`,
    'exit $c',
  ].join('\n')
}

/** Sends a file after a line with a mark and one with its size: what a profile prints comes before. */
export function sendScript(file: string, mark: string): string {
  const path = shellQuote(file)
  return `[ -f ${path} ] && printf '\\n%s\\n' ${shellQuote(mark)} && wc -c < ${path} && cat ${path}`
}
