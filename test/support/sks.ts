/** Debian's SKS keyserver on loopback, with an empty database in a folder of the test's own. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

const program = ['/usr/sbin/sks', '/usr/bin/sks'].find((path) => existsSync(path)) ?? null

/** Whether the keyserver is installed; tests that need it are left out where it is not. */
export const hasSks = program !== null

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Runs the server for the time of `work`. @param folder it keeps everything in */
export async function withSks<Value>(folder: string, work: (url: string) => Promise<Value>): Promise<Value> {
  const base = join(folder, 'sks')
  for (const part of ['var/log/sks', 'var/lib/sks/DB', 'var/run/sks'])
    await mkdir(join(base, part), { recursive: true })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const settings = ['-hkp_port', String(port), '-hkp_address', '127.0.0.1', '-recon_address', '127.0.0.1']
  const server = spawn(program ?? 'sks', ['db', '-basedir', base, ...settings, '-disable_mailsync', '-stdoutlog'], {
    cwd: base,
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  try {
    for (;;) {
      if (server.exitCode !== null) throw new Error(`the keyserver ended with ${server.exitCode}`)
      const answers = await fetch(url).then(
        () => true,
        () => false,
      )
      if (answers) return await work(url)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  } finally {
    server.kill()
    await ended
  }
}
