/** Debian's SKS keyserver on loopback, with an empty database in a folder of the test's own. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { startServer } from './server-process.ts'

const program = ['/usr/sbin/sks', '/usr/bin/sks'].find((path) => existsSync(path)) ?? null

/** Whether the keyserver is installed; tests that need it are left out where it is not. */
export const hasSks = program !== null

/** Runs the server for the time of `work`. @param folder it keeps everything in */
export async function withSks<Value>(folder: string, work: (url: string) => Promise<Value>): Promise<Value> {
  const base = join(folder, 'sks')
  for (const part of ['var/log/sks', 'var/lib/sks/DB', 'var/run/sks'])
    await mkdir(join(base, part), { recursive: true })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const settings = ['-hkp_port', String(port), '-hkp_address', '127.0.0.1', '-recon_address', '127.0.0.1']
  const args = ['db', '-basedir', base, ...settings, '-disable_mailsync', '-stdoutlog']
  const stop = await startServer(program ?? 'sks', args, base, url)
  try {
    return await work(url)
  } finally {
    await stop()
  }
}
