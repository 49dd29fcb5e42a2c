/** A small authority made with OpenSSL: root, intermediate and leaves, with a list and a responder for revocations. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from './server-process.ts'

export interface LeafOptions {
  readonly subject?: string
  /** Lines of an extension section; code signing for the given services by default. */
  readonly extensions?: string
  readonly issuer?: 'intermediate' | 'root' | 'itself'
  /** Like `20250101000000Z`. */
  readonly from?: string
  readonly to?: string
}

export interface TestPki {
  readonly folder: string
  readonly rootFile: string
  readonly intermediateFile: string
  /** Makes key and certificate. */
  leaf(name: string, options?: LeafOptions): { readonly key: string; readonly certificate: string }
  /** @param reason as OpenSSL names it, like `keyCompromise` */
  revoke(certificate: string, reason: string): void
  /** A list of the intermediate, PEM. */
  list(options?: { readonly from?: string; readonly to?: string }): string
  /** The root's list, which knows the intermediate alone. */
  rootList(): string
}

const dates = { from: '20250101000000Z', to: '20500101000000Z' }

function run(folder: string, args: readonly string[]): string {
  return execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** @param services what leaves say of where to ask, like `authorityInfoAccess=OCSP;URI:http://…` lines */
export function makePki(folder: string, services = ''): TestPki {
  mkdirSync(folder, { recursive: true })
  const authority = (name: string): void => {
    mkdirSync(join(folder, name, 'new'), { recursive: true })
    writeFileSync(join(folder, name, 'index.txt'), '')
    writeFileSync(join(folder, name, 'index.txt.attr'), 'unique_subject = no\n')
    writeFileSync(join(folder, name, 'serial'), '1000\n')
    writeFileSync(join(folder, name, 'crlnumber'), '01\n')
    writeFileSync(
      join(folder, `${name}.cnf`),
      `[ca]\ndefault_ca=ca\n[ca]\ndatabase=${name}/index.txt\nnew_certs_dir=${name}/new\nserial=${name}/serial\n` +
        `crlnumber=${name}/crlnumber\nprivate_key=${name}.key\ncertificate=${name}.pem\ndefault_md=sha256\n` +
        'policy=any\nunique_subject=no\n[any]\norganizationName=optional\ncommonName=supplied\n',
    )
    run(folder, ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`])
  }
  const extensionFile = (name: string, text: string): string => {
    writeFileSync(join(folder, `${name}.ext`), text)
    return `${name}.ext`
  }
  const issue = (by: string, name: string, subject: string, text: string, from: string, to: string): void => {
    run(folder, ['req', '-new', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`])
    const self = by === name ? ['-selfsign'] : []
    const config = by === name && name !== 'root' ? 'root.cnf' : `${by}.cnf`
    run(folder, [
      ...[
        'ca',
        '-batch',
        '-config',
        config,
        ...self,
        '-keyfile',
        `${by}.key`,
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
      ],
      ...['-notext', '-startdate', from, '-enddate', to, '-extfile', extensionFile(name, text)],
    ])
  }
  const authorityUse = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
  authority('root')
  issue('root', 'root', '/O=Test/CN=Test Root', authorityUse, dates.from, dates.to)
  authority('intermediate')
  issue(
    'root',
    'intermediate',
    '/O=Test/CN=Test Signing',
    authorityUse.replace('CA:TRUE', 'CA:TRUE,pathlen:0'),
    dates.from,
    dates.to,
  )

  const makeList = (name: string, options: { readonly from?: string; readonly to?: string }): string => {
    const times =
      options.to === undefined
        ? ['-crldays', '30']
        : ['-crl_lastupdate', options.from ?? dates.from, '-crl_nextupdate', options.to]
    run(folder, ['ca', '-config', `${name}.cnf`, '-gencrl', ...times, '-out', `${name}.crl`])
    return readFileSync(join(folder, `${name}.crl`), 'utf8')
  }
  return {
    folder,
    rootFile: join(folder, 'root.pem'),
    intermediateFile: join(folder, 'intermediate.pem'),
    leaf(name, { subject = `/O=Test/CN=${name}`, extensions, issuer = 'intermediate', from, to } = {}) {
      run(folder, ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`])
      const text = extensions ?? `keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n${services}`
      issue(issuer === 'itself' ? name : issuer, name, subject, text, from ?? dates.from, to ?? dates.to)
      return { key: join(folder, `${name}.key`), certificate: join(folder, `${name}.pem`) }
    },
    revoke: (certificate, reason) =>
      void run(folder, ['ca', '-config', 'intermediate.cnf', '-revoke', certificate, '-crl_reason', reason]),
    list: (options = {}) => makeList('intermediate', options),
    rootList: () => makeList('root', {}),
  }
}

/** OpenSSL's responder for the intermediate's certificates, until the returned function is called. */
export async function startResponder(pki: TestPki, port: number): Promise<() => Promise<void>> {
  const args = [
    ...['ocsp', '-index', 'intermediate/index.txt', '-port', String(port), '-CA', 'intermediate.pem'],
    ...['-rsigner', 'intermediate.pem', '-rkey', 'intermediate.key', '-nmin', '60', '-ignore_err'],
  ]
  return startServer('openssl', args, pki.folder, `http://127.0.0.1:${port}/`)
}
