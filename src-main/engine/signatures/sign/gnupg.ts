/**
 * Signing with keys that live in the user's GnuPG, and thereby on smartcards: GnuPG and its agent hold the
 * secret, ask for the passphrase or PIN themselves, and hand back a clear-signed text. No secret ever comes
 * into this process. It reads nothing but what `gpg` prints and keeps nothing.
 * Source of the listing's fields: doc/DETAILS of GnuPG.
 */
import { spawn } from 'node:child_process'
import type { GnupgKey } from '../../../../src-shared/model/sign.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import type { Signer } from './signer.ts'

/** Room for entering a PIN, and for thinking about it. */
const signTimeoutMs = 5 * 60_000
const askTimeoutMs = 20_000
const mostBytes = 8 * 1024 * 1024

interface Answer {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** @throws AppFailure SIGN_GNUPG_MISSING, SIGN_GNUPG_FAILED (no answer in time, too large an answer), CANCELLED */
async function gpg(
  args: readonly string[],
  {
    input = '',
    timeoutMs = askTimeoutMs,
    signal,
  }: { readonly input?: string; readonly timeoutMs?: number; readonly signal?: AbortSignal | undefined },
): Promise<Answer> {
  const child = spawn('gpg', ['--batch', '--no-tty', '--display-charset', 'utf-8', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', LANGUAGE: '' },
  })
  const stop = (): void => void child.kill('SIGTERM')
  const timer = setTimeout(stop, timeoutMs)
  signal?.addEventListener('abort', stop, { once: true })
  const out: Buffer[] = []
  const said: Buffer[] = []
  const collect = (into: Buffer[]) => (chunk: Buffer) => {
    into.push(chunk)
    if (into.reduce((sum, { length }) => sum + length, 0) > mostBytes) stop()
  }
  child.stdout.on('data', collect(out))
  child.stderr.on('data', collect(said))
  child.stdin.on('error', () => undefined) // It ended before it had read everything; its exit status says why.
  child.stdin.end(input)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    signal?.throwIfAborted()
    return { code, stdout: Buffer.concat(out), stderr: Buffer.concat(said).toString('utf8') }
  } catch (error) {
    if (signal?.aborted === true) throw failure('CANCELLED')
    throw failure('SIGN_GNUPG_MISSING', {}, { detail: error instanceof Error ? error.message : String(error) })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

/** What GnuPG said last, without its name in front: the reason, in its own words. */
function reasonOf({ code, stderr }: Answer): string {
  const lines = stderr.split('\n').flatMap((line) => /^gpg: (.+)$/.exec(line)?.[1] ?? [])
  return lines.at(-1) ?? (code === null ? 'it did not answer in time' : `it ended with status ${code}`)
}

const algorithms: Readonly<Record<string, string>> = { '1': 'rsa', '17': 'dsa', '19': 'ecdsa', '22': 'eddsa' }

/** Keys whose secret half GnuPG has or knows on a card, and that can sign today. @throws AppFailure as {@link gpg} */
export async function listGnupgKeys(signal?: AbortSignal): Promise<readonly GnupgKey[]> {
  const answer = await gpg(['--with-colons', '--fixed-list-mode', '--list-secret-keys'], { signal })
  if (answer.code !== 0) throw failure('SIGN_GNUPG_FAILED', { reason: reasonOf(answer) }, { detail: answer.stderr })
  return readListing(answer.stdout.toString('utf8'))
}

interface Draft {
  fingerprint: string
  userIds: string[]
  readonly validity: string
  readonly capabilities: string
  readonly algorithm: string
  readonly curve: string
  readonly expiresAt: string | null
  canSign: boolean
  card: string | null
}

/** @param text lines of `--with-colons --fixed-list-mode --list-secret-keys` */
export function readListing(text: string): readonly GnupgKey[] {
  const drafts: Draft[] = []
  let wantsFingerprint = false
  for (const line of text.split('\n')) {
    const fields = line.split(':')
    const [kind = '', validity = ''] = fields
    const last = drafts.at(-1)
    if (kind === 'sec') {
      drafts.push(draftOf(fields))
      wantsFingerprint = true
    } else if (kind === 'fpr' && last !== undefined && wantsFingerprint) {
      last.fingerprint = fields[9] ?? ''
      wantsFingerprint = false
    } else if (kind === 'uid' && last !== undefined) {
      if (!'rei'.includes(validity || '-')) last.userIds.push(plainText(fields[9] ?? ''))
    } else if (kind === 'ssb' && last !== undefined && maySign(fields)) {
      last.canSign = true
      last.card = cardOf(fields)
    }
  }
  return drafts
    .filter(({ canSign, fingerprint, validity }) => canSign && /^[0-9A-F]{40}$/.test(fingerprint) && !isEnded(validity))
    .map(({ fingerprint, userIds, algorithm, curve, expiresAt, card }) => ({
      fingerprint,
      userIds,
      algorithm: curve === '' ? algorithm : curve,
      expiresAt,
      card,
    }))
}

function draftOf(fields: readonly string[]): Draft {
  const length = fields[2] ?? ''
  const name = algorithms[fields[3] ?? ''] ?? 'unknown'
  const expires = Number(fields[6] ?? '')
  return {
    fingerprint: '',
    userIds: [],
    validity: fields[1] ?? '',
    capabilities: fields[11] ?? '',
    algorithm: name === 'rsa' || name === 'dsa' ? `${name}${length}` : name,
    curve: fields[16] ?? '',
    expiresAt: expires > 0 ? new Date(expires * 1000).toISOString() : null,
    canSign: maySign(fields),
    card: cardOf(fields),
  }
}

/** Revoked, expired, disabled or invalid. */
const isEnded = (validity: string): boolean => validity !== '' && 'redi'.includes(validity)

/** Whether this very part may sign and its secret is in reach; `#` says that only its name is here. */
function maySign(fields: readonly string[]): boolean {
  return (fields[11] ?? '').includes('s') && fields[14] !== '#' && !isEnded(fields[1] ?? '')
}

/** Serial number of the card that holds it; `+` stands for this computer. */
function cardOf(fields: readonly string[]): string | null {
  const token = fields[14] ?? ''
  return /^[0-9A-F]{8,}$/i.test(token) ? token : null
}

/** Listings write odd characters as `\x3a`. */
function plainText(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Curves whose signatures want a hash as long as themselves. */
const hashOfCurve: Readonly<Record<string, string>> = {
  nistp384: 'SHA384',
  brainpoolP384r1: 'SHA384',
  nistp521: 'SHA512',
  brainpoolP512r1: 'SHA512',
}

/**
 * A signer whose secret stays with GnuPG; which part of the key signs is GnuPG's choice.
 * @throws AppFailure SIGN_GNUPG_NOT_FOUND, SIGN_GNUPG_FAILED, SIGN_GNUPG_MISSING, CANCELLED
 */
export async function gnupgSigner(fingerprint: string, signal?: AbortSignal): Promise<Signer> {
  const key = (await listGnupgKeys(signal)).find((one) => one.fingerprint === fingerprint)
  if (key === undefined) throw failure('SIGN_GNUPG_NOT_FOUND', { fingerprint })
  const exported = await gpg(['--armor', '--no-emit-version', '--export', fingerprint], { signal })
  if (exported.code !== 0 || exported.stdout.length === 0)
    throw failure('SIGN_GNUPG_FAILED', { reason: reasonOf(exported) }, { detail: exported.stderr })
  const hash = hashOfCurve[key.algorithm] ?? 'SHA256'
  return {
    fingerprint,
    publicHalf: { kind: 'openpgp', armored: exported.stdout.toString('utf8') },
    async sign(message) {
      const answer = await gpg(
        [
          ...['--yes', '--armor', '--no-emit-version', '--no-comments', '--digest-algo', hash],
          ...['--local-user', fingerprint, '--clearsign'],
        ],
        { input: message, timeoutMs: signTimeoutMs, signal },
      )
      const text = answer.stdout.toString('utf8').replaceAll('\r', '').trimEnd()
      if (answer.code !== 0 || !text.startsWith('-----BEGIN PGP SIGNED MESSAGE-----'))
        throw failure('SIGN_GNUPG_FAILED', { reason: reasonOf(answer) }, { detail: answer.stderr })
      return Buffer.from(text, 'utf8')
    },
  }
}

/** Whether GnuPG may be looked at unasked: a home of its own means that nothing outside it is read. */
export function mayLookUnasked(environment: NodeJS.ProcessEnv): boolean {
  return (environment.SIF_DESKTOP_HOME ?? '') === '' || (environment.GNUPGHOME ?? '') !== ''
}

/** No GnuPG means no keys in it. @throws AppFailure SIGN_GNUPG_FAILED, CANCELLED */
export async function gnupgKeysOrNone(signal?: AbortSignal): Promise<readonly GnupgKey[]> {
  try {
    return await listGnupgKeys(signal)
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'SIGN_GNUPG_MISSING') return []
    throw error
  }
}
