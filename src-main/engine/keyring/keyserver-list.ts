/**
 * Which keyservers there are and in which order they are asked. That of the active remote always has a place
 * in the list and can only be skipped, so that a change of remote takes its keyserver along. It asks nobody.
 */
import type { KeyserverEntry } from '../../../src-shared/model/keyserver.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { Database } from '../platform/database.ts'
import { hasOtherScheme, isLoopback } from '../platform/http/rules.ts'
import type { Keyserver } from './keyserver.ts'

/** What is known of the active remote without asking it; null where no remote is active. */
export interface RemoteKeyserver {
  readonly name: string
  readonly url: string | null
  readonly insecure: boolean
}

export interface KeyserverSources {
  known(): RemoteKeyserver | null
  /** Finds the remote's keyserver, if it has one, asking the remote where it is not known. @throws AppFailure of the network */
  connect(signal?: AbortSignal): Promise<readonly Keyserver[]>
}

export interface KeyserverList {
  list(): readonly KeyserverEntry[]
  /** Those to be asked, in order. A remote that cannot be reached is passed over while there are others. */
  toAsk(signal?: AbortSignal): Promise<readonly Keyserver[]>
  /** @throws AppFailure ADDRESS_MALFORMED, KEYSERVER_NEEDS_INSECURE, KEYSERVER_KNOWN */
  add(url: string, insecure: boolean, place?: number): void
  /** @throws AppFailure KEYSERVER_UNKNOWN */
  remove(url: string): void
  move(url: string, place: number): void
  skipRemote(isSkipped: boolean): void
}

interface Row {
  readonly url: string
  readonly insecure: number
  readonly skipped: number
}

/** The row of the active remote's keyserver. */
const remoteRow = ''
const mostServers = 32

export function createKeyserverList(database: Database, remote: KeyserverSources): KeyserverList {
  const select = database.prepare<[], Row>('SELECT url, insecure, skipped FROM keyservers ORDER BY place, url')
  const drop = database.prepare('DELETE FROM keyservers')
  const put = database.prepare<[string, number, number, number]>(
    'INSERT INTO keyservers (url, place, insecure, skipped) VALUES (?, ?, ?, ?)',
  )
  const rows = (): Row[] => select.all()
  const change = (edit: (rows: Row[]) => Row[]): void => {
    database
      .transaction(() => {
        const wanted = edit(rows())
        drop.run()
        for (const [place, row] of wanted.entries()) put.run(row.url, place, row.insecure, row.skipped)
      })
      .immediate()
  }
  /** The row that a user's word means: the remote's by the word `remote` or its own address. */
  const indexOf = (all: readonly Row[], text: string): number => {
    const known = remote.known()?.url
    const address = text === 'remote' ? null : normalAddress(text)
    const isRemote = address === null || (known != null && normalAddress(known) === address)
    const exact = all.findIndex(({ url }) => url === address)
    const index = exact >= 0 ? exact : isRemote ? all.findIndex(({ url }) => url === remoteRow) : -1
    if (index < 0) throw failure('KEYSERVER_UNKNOWN', { url: text })
    return index
  }

  return {
    list: () =>
      rows().map(({ url, insecure, skipped }): KeyserverEntry => {
        if (url !== remoteRow) {
          return { kind: 'added', url, remote: null, insecure: insecure === 1, isSkipped: skipped === 1 }
        }
        const active = remote.known()
        return {
          kind: 'remote',
          url: active?.url ?? null,
          remote: active?.name ?? null,
          insecure: active?.insecure ?? false,
          isSkipped: skipped === 1,
        }
      }),
    async toAsk(signal) {
      const servers: Keyserver[] = []
      let remoteFailure: unknown = null
      for (const { url, insecure, skipped } of rows()) {
        if (skipped === 1) continue
        if (url !== remoteRow) {
          servers.push({ url, insecure: insecure === 1 })
          continue
        }
        try {
          servers.push(...(await remote.connect(signal)))
        } catch (error) {
          signal?.throwIfAborted()
          remoteFailure = error
        }
      }
      if (servers.length === 0 && remoteFailure !== null) throw remoteFailure
      return distinct(servers)
    },
    add(text, insecure, place) {
      const url = normalAddress(text)
      const plain = /^(?:http|hkp):/.test(url)
      if (plain && !insecure && !isLoopback(new URL(url.replace(/^hkp/, 'http')))) {
        throw failure('KEYSERVER_NEEDS_INSECURE', { url })
      }
      change((all) => {
        if (all.some((row) => row.url === url)) throw failure('KEYSERVER_KNOWN', { url })
        if (all.length >= mostServers) throw failure('KEYSERVER_TOO_MANY', { most: mostServers })
        return all.toSpliced(place ?? all.length, 0, { url, insecure: Number(insecure), skipped: 0 })
      })
    },
    remove(text) {
      change((all) => {
        const index = indexOf(all, text)
        const row = all[index]
        return row?.url === remoteRow ? all.with(index, { ...row, skipped: 1 }) : all.toSpliced(index, 1)
      })
    },
    move(text, place) {
      change((all) => {
        const index = indexOf(all, text)
        const moved = all.slice(index, index + 1)
        return all.toSpliced(index, 1).toSpliced(place, 0, ...moved)
      })
    },
    skipRemote(isSkipped) {
      change((all) => all.map((row) => (row.url === remoteRow ? { ...row, skipped: Number(isSkipped) } : row)))
    },
  }
}

/** The same server twice is asked once; its first place counts. */
function distinct(servers: readonly Keyserver[]): readonly Keyserver[] {
  const seen = new Set<string>()
  return servers.filter(({ url }) => {
    const address = normalAddress(url)
    if (seen.has(address)) return false
    seen.add(address)
    return true
  })
}

/**
 * A keyserver's address as it is kept: with a scheme, without path, user or slash at the end.
 * @throws AppFailure ADDRESS_MALFORMED
 */
export function normalAddress(text: string): string {
  const typed = text.trim()
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  // Only the schemes of the web have their host read as one.
  const scheme = /^(hkps?|https?):\/\//i.exec(whole)?.[1]?.toLowerCase()
  const asWeb = whole.replace(/^[a-z]+:/i, scheme === 'hkps' || scheme === 'https' ? 'https:' : 'http:')
  if (scheme === undefined || hasOtherScheme(typed) || !URL.canParse(asWeb))
    throw failure('ADDRESS_MALFORMED', { address: text.slice(0, 200) })
  const url = new URL(asWeb)
  if (url.username !== '' || url.password !== '' || url.hostname === '' || /\s/.test(typed)) {
    throw failure('ADDRESS_MALFORMED', { address: url.host })
  }
  // `hkp://host:80` and `hkp://host` are two servers; the web's own default port is dropped by its parser.
  const port = scheme === 'hkp' && /:80(?:[/?#]|$)/.test(whole) ? ':80' : ''
  return `${scheme}://${url.host}${port}`
}
