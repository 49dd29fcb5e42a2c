/** Certificates for tests, made by openssl: an authority of one's own, and a server it vouches for. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificates {
  /** PEM of the authority. */
  readonly authority: string
  readonly authorityPath: string
  readonly certificatePath: string
  readonly keyPath: string
}

const openssl = (folder: string, ...args: readonly string[]): void => {
  execFileSync('openssl', [...args], { cwd: folder, stdio: 'ignore' })
}

/** @param folder where the files are put */
export function makeCertificates(folder: string): Certificates {
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    folder,
    'req',
    '-x509',
    ...ec,
    '-days',
    '30',
    '-subj',
    '/CN=Test authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  openssl(folder, 'req', ...ec, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr')
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  const sign = [
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '30',
  ]
  openssl(folder, ...sign, '-extfile', 'names', '-out', 'server.pem')
  const authorityPath = join(folder, 'ca.pem')
  return {
    authority: readFileSync(authorityPath, 'utf8'),
    authorityPath,
    certificatePath: join(folder, 'server.pem'),
    keyPath: join(folder, 'server.key'),
  }
}

/** A key and a certificate for a token service. */
export function makeTokenKey(folder: string): {
  readonly key: string
  readonly certificate: string
  readonly path: string
} {
  const names = ['-keyout', 'token.key', '-out', 'token.pem']
  openssl(folder, 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=tokens', ...names)
  const path = join(folder, 'token.pem')
  return { key: readFileSync(join(folder, 'token.key'), 'utf8'), certificate: readFileSync(path, 'utf8'), path }
}
