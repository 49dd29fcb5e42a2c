/** Recorded exchanges of the real command lines with real servers, and how one is sent again to another server. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

type RecordedBody = null | { readonly text: string } | { readonly sha256: string; readonly length: number }

export interface Exchange {
  readonly n: number
  readonly host: string
  readonly request: {
    readonly line: string
    readonly headers: readonly (readonly [string, string])[]
    readonly body: RecordedBody
  }
  readonly response: {
    readonly status: number
    readonly headers: readonly (readonly [string, string])[]
    readonly body: RecordedBody
  } | null
  /** Of a connection that became a WebSocket. */
  readonly frames?: readonly {
    readonly dir: 'server' | 'client'
    readonly opcode: number
    readonly text?: string
    readonly hex?: string
  }[]
  readonly end?: string
}

export function readExchanges(path: string): readonly Exchange[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Exchange)
}

export function bodyText(body: RecordedBody): string | null {
  return body !== null && 'text' in body ? body.text : null
}

export function bodyJson(body: RecordedBody): unknown {
  try {
    return JSON.parse(bodyText(body) ?? '')
  } catch {
    return null
  }
}

/** Bytes that stand for recorded ones of which only digest and length are known. */
function standIn(sha256: string, length: number): Buffer {
  const seed = createHash('sha256').update(sha256).digest()
  return Buffer.alloc(length, seed)
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Translates what was recorded into what another server understands: digests of bytes we do not have,
 * ids, addresses and tokens that the recorded server chose.
 */
export class Translation {
  readonly #texts = new Map<string, string>()
  readonly #ids = new Map<string, string>()
  readonly #bytes = new Map<string, Buffer>()

  /**
   * Looks through a case for bodies known only by digest, so that their stand-ins are used from the start.
   * @param known better stand-ins, by recorded digest
   */
  constructor(exchanges: readonly Exchange[], known: ReadonlyMap<string, Buffer> = new Map()) {
    const parts: Buffer[] = []
    for (const { request } of exchanges) {
      const { body } = request
      if (body === null || 'text' in body) continue
      const bytes = known.get(body.sha256) ?? standIn(body.sha256, body.length)
      this.#bytes.set(body.sha256, bytes)
      this.#texts.set(body.sha256, sha256Of(bytes))
      if (request.headers.some(([name]) => name.toLowerCase() === 'x-amz-content-sha256')) parts.push(bytes)
    }
    // An upload in parts announces the digest of the whole, which is that of the parts together.
    const whole = exchanges
      .map(({ request }) => /sha256\.([0-9a-f]{64})/.exec(request.line)?.[1])
      .find((hex) => hex !== undefined && !this.#texts.has(hex))
    if (whole !== undefined && parts.length > 1) this.#texts.set(whole, sha256Of(Buffer.concat(parts)))
  }

  text(recorded: string): string {
    let result = recorded
    // The longest first: one may be a part of another.
    for (const [from, to] of [...this.#texts].sort(([a], [b]) => b.length - a.length))
      result = result.replaceAll(from, to)
    return result
  }

  bytes(body: RecordedBody): Buffer | null {
    if (body === null) return null
    if ('text' in body) {
      const bytes = Buffer.from(this.#withIds(this.text(body.text)))
      // Registries name what was sent by its digest afterwards.
      this.#texts.set(sha256Of(Buffer.from(body.text)), sha256Of(bytes))
      return bytes
    }
    return this.#bytes.get(body.sha256) ?? standIn(body.sha256, body.length)
  }

  /** `recorded` became `ours`: an address, a token, a digest. */
  learn(recorded: string, ours: string): void {
    if (recorded !== '' && recorded !== ours) this.#texts.set(recorded, ours)
  }

  learnId(kind: string, recorded: string, ours: string): void {
    this.#ids.set(`${kind} ${recorded}`, ours)
  }

  id(kind: string, recorded: string): string {
    return this.#ids.get(`${kind} ${recorded}`) ?? recorded
  }

  /** Path and query of a request line, with ids where the API has them. */
  target(line: string): string {
    const target = this.text(line.split(' ')[1] ?? '/')
    return target
      .replace(/^(\/v[12]\/tags\/)([^/?]+)/, (_, before: string, id: string) => before + this.id('container', id))
      .replace(/^(\/v[12]\/imagefile\/)(\d+)/, (_, before: string, id: string) => before + this.id('image', id))
  }

  #withIds(text: string): string {
    const kinds: Readonly<Record<string, string>> = {
      entity: 'entity',
      collection: 'collection',
      container: 'container',
      ImageID: 'image',
    }
    return text.replace(/"(entity|collection|container|ImageID)":"([^"]+)"/g, (_, key: string, id: string) => {
      return `"${key}":"${this.id(kinds[key] ?? '', id)}"`
    })
  }
}
