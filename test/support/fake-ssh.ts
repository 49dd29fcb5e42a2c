/**
 * An ssh for tests that reaches nothing: it runs the command here by sh, as sshd does by the login shell, with a
 * temporary folder of its own. Some host names are refused with the words of OpenSSH.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface FakeSsh {
  /** The temporary folder of all its hosts. */
  readonly temporary: string
}

/** @param folder its `bin` has to be on the search path */
export async function fakeSsh(folder: string): Promise<FakeSsh> {
  const bin = join(folder, 'bin')
  const temporary = join(folder, 'there')
  await mkdir(bin, { recursive: true })
  await mkdir(temporary)
  const script = `#!/bin/sh
while [ "$1" != -- ]; do shift; done
case "$2" in
refused) echo 'ssh: connect to host refused port 22: Connection refused\r' >&2; exit 255;;
unknown) echo 'Host key verification failed.' >&2; exit 255;;
locked) echo 'locked: Permission denied (publickey,password).' >&2; exit 255;;
bare) PATH=/usr/bin:/bin;;
esac
echo 'Welcome to this computer'
export TMPDIR='${temporary}'
cd /
exec sh -c "$3"
`
  await writeFile(join(bin, 'ssh'), script, { mode: 0o755 })
  return { temporary }
}
