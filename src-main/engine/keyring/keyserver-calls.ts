/**
 * Keyservers for the keyring: which there are, searching and fetching from all of them, publishing to the
 * first, and asking again about every key. Nobody is asked but on request.
 */
import type { keyserverCalls } from '../../../src-shared/contract/keyring.ts'
import type { KeyFetch, KeyserverEntry } from '../../../src-shared/model/keyserver.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import { toAppError } from '../platform/failures.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { createAnswersStore } from './answers-store.ts'
import type { KeyringCore } from './keyring-core.ts'
import { createKeyserverClient, type Keyserver, keyserverAddress } from './keyserver.ts'
import { createKeyserverList, type KeyserverSources, normalAddress } from './keyserver-list.ts'
import { surveyKey, surveySearch } from './survey.ts'

export interface KeyserverNeeds {
  readonly http: HttpClient
  readonly keyring: KeyringCore
  readonly remote: KeyserverSources
}

/** A keyserver as its requests go there. */
export interface ReachableKeyserver {
  /** As it stands in the list. */
  readonly name: string
  readonly url: string
  readonly insecure: boolean
  readonly authorities: null
}

export interface KeyserversService {
  readonly handlers: Handlers<keyof typeof keyserverCalls>
  /**
   * Asks the keyservers for a key by full fingerprint and keeps what they know of it.
   * @throws AppFailure of the network, KEYSERVER_NONE, KEYSERVER_KEY_NOT_FOUND, KEYSERVER_OTHER_KEY
   */
  fetch(fingerprint: string, signal?: AbortSignal): Promise<KeyFetch>
  /** The keyservers that are known, as their requests go there. Asks nobody. */
  reachable(): readonly ReachableKeyserver[]
  /** Asks a keyserver too from now on. @throws AppFailure KEYSERVER_KNOWN */
  addKeyserver(url: string): void
}

/** What asking about all keys came to. */
interface RefreshResult {
  readonly asked: number
  readonly changed: number
  readonly revoked: number
  readonly notFound: number
  readonly failed: number
}

export function createKeyservers(context: EngineContext, needs: KeyserverNeeds): KeyserversService {
  const { database, events, clock, jobs } = context
  const { keyring } = needs
  const client = createKeyserverClient(needs.http)
  const servers = createKeyserverList(database, needs.remote)
  const answersStore = createAnswersStore(database)

  const fetch = async (fingerprint: string, signal?: AbortSignal, only?: Keyserver): Promise<KeyFetch> => {
    const asked = only === undefined ? await servers.toAsk(signal) : [only]
    const at = clock().toISOString()
    const surveyed = await surveyKey(client, asked, fingerprint, at, signal)
    answersStore.save(fingerprint, surveyed.answers)
    if (surveyed.certificate === null) {
      keyring.changed([fingerprint])
      throw failure('KEYSERVER_KEY_NOT_FOUND', { fingerprint })
    }
    const material = { certificates: [surveyed.certificate], secrets: [], skipped: [] }
    const planned = await keyring.planner.plan(material, { signal })
    const touched = planned.apply({ kind: 'keyserver', url: surveyed.server, at }, at)
    // Also when nothing is new: when it was last asked about is part of what is shown.
    keyring.changed(touched.length > 0 ? touched : [fingerprint])
    return { ...planned.preview, answers: surveyed.answers }
  }

  jobs.register<Record<string, never>>({
    kind: 'refreshKeys',
    canPause: false,
    resumable: false,
    maxRunning: 1,
    async run(_params, handle): Promise<RefreshResult> {
      handle.phase('askingServers')
      const count = { asked: 0, changed: 0, revoked: 0, notFound: 0, failed: 0 }
      for (const { summary } of keyring.store.list()) {
        handle.signal.throwIfAborted()
        const { fingerprint } = summary
        const wasRevoked = isRevoked(fingerprint)
        count.asked += 1
        try {
          const { changes } = await fetch(fingerprint, handle.signal)
          if (changes.some(({ effect }) => effect !== 'unchanged')) count.changed += 1
          if (!wasRevoked && isRevoked(fingerprint)) count.revoked += 1
        } catch (error) {
          handle.signal.throwIfAborted()
          const { code, message } = toAppError(error)
          if (code === 'KEYSERVER_NONE') throw error
          if (code === 'KEYSERVER_KEY_NOT_FOUND') count.notFound += 1
          else {
            count.failed += 1
            handle.log(`${fingerprint}: ${message}`)
          }
        }
      }
      return count
    },
  })
  const isRevoked = (fingerprint: string): boolean =>
    keyring.store
      .get(fingerprint)
      ?.summary.parts.some(({ isPrimary, life }) => isPrimary && life.revocations.length > 0) ?? false

  /** The list after a change of it. */
  const listed = (): readonly KeyserverEntry[] => {
    events.emit('keyring.serversChanged', {})
    return servers.list()
  }

  return {
    fetch,
    addKeyserver(url) {
      servers.add(url, false)
      listed()
    },
    reachable: () =>
      servers.list().flatMap(({ url, insecure }) => {
        const origin = url === null ? null : keyserverAddress(url).origin
        return url === null || origin === null ? [] : [{ name: url, url: origin, insecure, authorities: null }]
      }),
    handlers: {
      'keyring.searchServer': async ({ text }, { signal }) =>
        surveySearch(client, await servers.toAsk(signal), text, signal),
      'keyring.fetch': ({ fingerprint, keyserver }, { signal }) =>
        fetch(fingerprint, signal, keyserver === undefined ? undefined : givenKeyserver(keyserver)),
      'keyring.refreshAll': () => {
        const keys = keyring.store.list().length
        return {
          jobId: jobs.start('refreshKeys', { subject: `${keys} ${keys === 1 ? 'key' : 'keys'}`, params: {} }).id,
        }
      },
      'keyring.answers': ({ fingerprint }) => answersStore.of(fingerprint),
      'keyring.publish': async ({ fingerprint, keyserver }, { signal }) => {
        const text = keyring.armored(fingerprint)
        // The first alone: whoever publishes wants to know where.
        const server = keyserver === undefined ? (await servers.toAsk(signal))[0] : givenKeyserver(keyserver)
        if (server === undefined) throw failure('KEYSERVER_NONE')
        await client.add(server, text, signal)
        return { server: keyserverAddress(server.url).origin }
      },
      'keyring.servers': () => servers.list(),
      'keyring.addServer': ({ url, insecure, place }) => {
        servers.add(url, insecure, place)
        return listed()
      },
      'keyring.removeServer': ({ url }) => {
        servers.remove(url)
        return listed()
      },
      'keyring.moveServer': ({ url, place }) => {
        servers.move(url, place)
        return listed()
      },
      'keyring.skipRemoteServer': ({ isSkipped }) => {
        servers.skipRemote(isSkipped)
        return listed()
      },
    },
  }
}

/** A server that was named for one question. Plain HTTP is for this computer alone. */
function givenKeyserver(text: string): Keyserver {
  return { url: normalAddress(text), insecure: false }
}
