/** A keyserver: machine-readable index, keys by id or fingerprint, adding keys. Protocol: services reference, 3.1. */
import { type PublicKey, readKeys } from 'openpgp'
import { type Answer, errorAnswer, type Service, type ServiceRequest, textAnswer } from './answer.ts'

export interface KeysOptions {
  mayAdd(request: ServiceRequest): boolean
}

export interface KeyService {
  readonly service: Service
  /** Takes keys in; a key that is known gets what is new about it. */
  add(armored: string): Promise<number>
}

const armoredHeaders = { 'content-type': 'application/pgp-keys' }

export function createKeys(options: KeysOptions): KeyService {
  const keys = new Map<string, PublicKey>()

  const add = async (armored: string): Promise<number> => {
    const read = (await readKeys({ armoredKeys: armored })).map((key) => key.toPublic())
    for (const key of read) {
      const known = keys.get(key.getFingerprint())
      keys.set(key.getFingerprint(), known ? await known.update(key) : key)
    }
    return read.length
  }

  /** Hex of 8, 16 or 40 digits names a key or one of its subkeys; anything else is looked for in the user ids. */
  const find = (search: string): readonly PublicKey[] => {
    const hex = /^0x([0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{40})$/i.exec(search)?.[1]?.toLowerCase()
    const text = search.toLowerCase()
    return [...keys.values()].filter((key) =>
      hex === undefined
        ? key.getUserIDs().some((userId) => userId.toLowerCase().includes(text))
        : key.getKeys().some((part) => part.getFingerprint().endsWith(hex)),
    )
  }

  const lookUp = async (request: ServiceRequest): Promise<Answer> => {
    const search = request.query.get('search') ?? ''
    const found = search === '' ? [] : find(search)
    if (request.query.get('op') === 'get') {
      const [key] = found
      return key ? textAnswer(200, key.armor(), armoredHeaders) : errorAnswer(404, 'no matching keys found')
    }
    if (found.length === 0) return errorAnswer(404, 'no matching keys found')
    const size = Number(request.query.get('x-pagesize') ?? '0') || found.length
    const from = Number(request.query.get('x-pagetoken') ?? '0') || 0
    const page = found.slice(from, from + size)
    const lines = await Promise.all(page.map(indexLines))
    const next: Record<string, string> =
      from + size < found.length ? { 'x-hkp-next-page-token': String(from + size) } : {}
    return textAnswer(200, `info:1:${page.length}\n${lines.join('')}`, {
      ...next,
      'x-hkp-results-count': String(page.length),
    })
  }

  const addPosted = async (request: ServiceRequest): Promise<Answer> => {
    if (!options.mayAdd(request)) return errorAnswer(401, 'authorization required')
    const text = new URLSearchParams(request.body.toString('utf8')).get('keytext') ?? ''
    try {
      const count = await add(text)
      return textAnswer(200, `${count} key(s) added successfully.\n`)
    } catch {
      return errorAnswer(400, 'this is not an armored key')
    }
  }

  return {
    add,
    service(request) {
      if (request.path === '/pks/lookup' && request.method === 'GET') return lookUp(request)
      if (request.path === '/pks/add' && request.method === 'POST') return addPosted(request)
      return null
    },
  }
}

async function indexLines(key: PublicKey): Promise<string> {
  const info = key.getAlgorithmInfo()
  const algorithms: Readonly<Record<string, number>> = {
    rsaEncryptSign: 1,
    dsa: 17,
    ecdsa: 19,
    eddsaLegacy: 22,
    ed25519: 27,
  }
  const created = seconds(key.getCreationTime())
  const expiry = await key.getExpirationTime().catch(() => null)
  const expires = expiry instanceof Date ? String(seconds(expiry)) : ''
  const flags = `${(await key.isRevoked()) ? 'r' : ''}${expiry instanceof Date && expiry.getTime() < Date.now() ? 'e' : ''}`
  const fingerprint = key.getFingerprint().toUpperCase()
  const first = `pub:${fingerprint}:${algorithms[info.algorithm] ?? 0}:${info.bits ?? 256}:${created}:${expires}:${flags}\n`
  return (
    first +
    key
      .getUserIDs()
      .map((userId) => `uid:${encodeURIComponent(userId)}:${created}::\n`)
      .join('')
  )
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
