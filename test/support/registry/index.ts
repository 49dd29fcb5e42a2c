/**
 * Debian's docker-registry on loopback in the set-ups that registries come in: open, with names and passwords,
 * with bought tokens, and with a certificate of an authority of its own. The account is `ada` with `pw`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Certificates, makeCertificates, makeTokenKey } from './certificates.ts'
import { startTokenService, type TokenService } from './token-service.ts'

export interface RegistryOptions {
  readonly login?: 'nobody' | 'basic' | 'token'
  readonly encrypted?: boolean
  /** Address of another registry that this one is a mirror of. */
  readonly mirrorOf?: string
}

export interface TestRegistry {
  /** As in references: `127.0.0.1:port`. */
  readonly host: string
  readonly url: string
  readonly certificates: Certificates | null
  readonly tokens: TokenService | null
  /** Options that let skopeo write to it. */
  readonly skopeo: readonly string[]
  /** What the registry logged. */
  log(): string
  close(): Promise<void>
}

/** `pw` for `ada`, hashed with few rounds. */
const passwords = 'ada:$2b$04$RCo0zKv.mP8qmzTMcvhjbe0SzeFZIScuTyFy5iGiJbvZ6DmRhP15.\n'

export async function startRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const { login = 'nobody', encrypted = false, mirrorOf } = options
  const folder = mkdtempSync(join(tmpdir(), 'sif-desktop-registry-'))
  const certificates = encrypted ? makeCertificates(folder) : null
  const tokenKey = login === 'token' ? makeTokenKey(folder) : null
  const tokens = tokenKey === null ? null : await startTokenService(tokenKey.key, tokenKey.certificate)
  writeFileSync(join(folder, 'passwords'), passwords)
  const lines = [
    'version: 0.1',
    'log: {level: info, accesslog: {disabled: true}}',
    `storage: {filesystem: {rootdirectory: ${join(folder, 'data')}}, delete: {enabled: true}}`,
    'http:',
    '  addr: 127.0.0.1:0',
    ...(certificates === null
      ? []
      : [`  tls: {certificate: ${certificates.certificatePath}, key: ${certificates.keyPath}}`]),
    ...(login === 'basic' ? [`auth: {htpasswd: {realm: test, path: ${join(folder, 'passwords')}}}`] : []),
    ...(tokens === null || tokenKey === null
      ? []
      : [`auth: {token: {realm: "${tokens.url}", service: reg, issuer: test, rootcertbundle: ${tokenKey.path}}}`]),
    ...(mirrorOf === undefined ? [] : [`proxy: {remoteurl: "${mirrorOf}"}`]),
  ]
  writeFileSync(join(folder, 'config.yml'), `${lines.join('\n')}\n`)
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: ['ignore', 'pipe', 'pipe'] })
  const { port, log } = await listening(child)
  const host = `127.0.0.1:${port}`
  return {
    host,
    url: `${encrypted ? 'https' : 'http'}://${host}`,
    certificates,
    tokens,
    skopeo: ['--dest-tls-verify=false', ...(login === 'nobody' ? [] : ['--dest-creds', 'ada:pw'])],
    log,
    async close() {
      const gone = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await gone
      await tokens?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function listening(child: ChildProcess): Promise<{ readonly port: number; readonly log: () => string }> {
  return new Promise((resolve, reject) => {
    let text = ''
    let found = false
    const read = (chunk: Buffer): void => {
      text += chunk.toString('utf8')
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(text)?.[1]
      if (port === undefined || found) return
      found = true
      resolve({ port: Number(port), log: () => text })
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', reject)
    child.once('close', () => reject(new Error(`docker-registry ended: ${text}`)))
  })
}
