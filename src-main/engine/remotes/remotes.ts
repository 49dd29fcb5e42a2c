/**
 * Remotes: named sets of services and the account on each. Owns which remote is active, what is
 * known of its services, and its token (kept by the platform). Contacts nobody unasked: a remote is
 * asked for its services when it is added or first used, never at start.
 */
import type { Remote } from '../../../src-shared/model/remote.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { sameOrigin } from '../platform/http/rules.ts'
import { remoteAddress, serviceUrl } from './address.ts'
import { discoverServices, type Services } from './discovery.ts'
import { addressOfEntry, entryAddress, surveyFile } from './elsewhere.ts'
import { createFollowedFiles } from './followed-files.ts'
import { readRemoteFile } from './remote-yaml.ts'
import { serviceStatuses } from './status.ts'
import { createRemoteStore, type Knowledge, nothingKnown, type StoredRemote } from './store.ts'
import { accountName, checkToken, readToken, tokenEnd } from './token.ts'

/** A remote with its services found, ready to be asked. */
export interface ConnectedRemote {
  readonly name: string
  readonly insecure: boolean
  readonly services: Services
  /** `Bearer …`, only for services of this remote; null when not logged in. */
  readonly authorization: string | null
  readonly defaults: { readonly entity: string | null; readonly collection: string | null }
}

export interface RemotesService {
  /** All but those that know more than remotes: the connection doctor's, and the choice of a world. */
  readonly handlers: Handlers<Exclude<CallsOf<'remotes'>, 'remotes.diagnose' | 'remotes.chooseWorld'>>
  names(): readonly string[]
  /** The remote in use; null where there is none. */
  active(): StoredRemote | null
  /** What is known without asking anybody. @throws AppFailure REMOTE_NOT_FOUND, REMOTE_NONE */
  known(name?: string): StoredRemote
  /** Finds the services of a remote, asking it when they are not known. @throws also the network's failures */
  connect(name: string | undefined, signal?: AbortSignal): Promise<ConnectedRemote>
  /** Uses the remote that was there out of the box, which is made again when it was removed. */
  takeDefault(): void
  /** Uses no remote: short names mean nothing then. */
  takeNone(): void
  /** Remembers what short references turned out to mean on a server. */
  learnDefaults(name: string, entity: string, collection: string): void
  /** Remembers that a service refused a token, when it is one of a remote's. */
  noteRefused(authorization: string, url: URL): void
  /** Remembers whether the token of a remote was accepted just now. */
  noteToken(name: string, isAccepted: boolean): void
  list(): Promise<readonly Remote[]>
  /** The token itself, for services of that remote alone. */
  token(name: string): Promise<string | null>
}

/** What the command line has out of the box; what short names mean there is documented. */
const seed: StoredRemote = {
  name: 'SylabsCloud',
  uri: 'https://cloud.sylabs.io',
  insecure: false,
  active: true,
  knowledge: { ...nothingKnown, entity: 'library', collection: 'default' },
}

export interface RemotesDeps {
  readonly http: HttpClient
  /** Where the command lines keep their remotes on this computer; nowhere when left out. */
  readonly usualFiles?: readonly string[]
}

export function createRemotes(context: EngineContext, deps: RemotesDeps): RemotesService {
  const { database, events, platform, log, clock } = context
  const { http } = deps
  const store = createRemoteStore(database)
  database
    .transaction(() => {
      if (store.list().length === 0) store.insert(seed)
    })
    .immediate()

  const followed = createFollowedFiles(database, log)
  const secretName = (name: string): string => `remote/${name}/token`
  const changed = (): void => events.emit('remotes.changed', {})

  const active = (): StoredRemote | null => store.list().find((remote) => remote.active) ?? null
  const known = (name?: string): StoredRemote => {
    const found = name === undefined ? active() : store.get(name)
    if (found) return found
    if (name === undefined) throw failure('REMOTE_NONE')
    throw failure('REMOTE_NOT_FOUND', { name, known: names() })
  }
  const names = (): readonly string[] => store.list().map((remote) => remote.name)

  const view = async (remote: StoredRemote): Promise<Remote> => {
    const { services, entity, account, tokenRefusedAt } = remote.knowledge
    const token = await platform.secrets.get(secretName(remote.name))
    return {
      name: remote.name,
      uri: remote.uri,
      insecure: remote.insecure,
      active: remote.active,
      hasToken: token !== null,
      tokenEndsAt: token === null ? null : tokenEnd(token),
      tokenRefusedAt: token === null ? null : tokenRefusedAt,
      account: token === null ? null : account,
      tokenPage: serviceUrl(remote.uri, 'auth/tokens'),
      libraryUri: services?.library ?? null,
      keyserverUri: services?.keyserver ?? null,
      builderUri: services?.builder ?? null,
      tokenUri: services?.token ?? null,
      defaultEntity: entity,
    }
  }

  // Whose each authorization is that was given out: a refusal is told by the authorization alone.
  const holders = new Map<string, string>()

  const know = (name: string, change: Partial<Knowledge>): void => {
    const before = store.get(name)
    if (!before) return
    store.know(name, { ...before.knowledge, ...change })
    changed()
  }

  const connect = async (name: string | undefined, signal?: AbortSignal): Promise<ConnectedRemote> => {
    const remote = known(name)
    let services = remote.knowledge.services
    if (services === null) {
      services = await discoverServices(http, remote.uri, remote.insecure, signal)
      know(remote.name, { services })
    }
    const token = await platform.secrets.get(secretName(remote.name))
    if (token !== null) holders.set(`Bearer ${token}`, remote.name)
    return {
      name: remote.name,
      insecure: remote.insecure,
      services,
      authorization: token === null ? null : `Bearer ${token}`,
      defaults: { entity: remote.knowledge.entity, collection: remote.knowledge.collection },
    }
  }

  const acceptToken = async (
    name: string,
    services: Services,
    insecure: boolean,
    text: string,
    signal: AbortSignal,
  ): Promise<string> => {
    const token = readToken(text)
    const endsAt = tokenEnd(token)
    if (endsAt !== null && Date.parse(endsAt) <= clock().getTime())
      throw failure('TOKEN_ENDED', { endedAt: formatDate(endsAt) })
    if (services.token === null) throw failure('SERVICE_NOT_OFFERED', { remote: name, service: 'token service' })
    await checkToken(http, services.token, token, insecure, signal)
    return token
  }

  const accountOf = async (
    { library }: Services,
    token: string | null,
    insecure: boolean,
    signal: AbortSignal,
  ): Promise<string | null> =>
    library === null || token === null ? null : accountName(http, library, token, insecure, signal)

  const noteToken = (name: string, isAccepted: boolean): void =>
    know(name, { tokenRefusedAt: isAccepted ? null : clock().toISOString() })

  return {
    names,
    active,
    known,
    noteToken,
    takeDefault() {
      if (store.get(seed.name) === null) store.insert(seed)
      else store.activate(seed.name)
      changed()
    },
    takeNone() {
      store.activate(null)
      changed()
    },
    list: () => Promise.all(store.list().map(view)),
    token: (name) => platform.secrets.get(secretName(name)),
    connect,
    learnDefaults(name, entity, collection) {
      const before = store.get(name)
      if (before && (before.knowledge.entity !== entity || before.knowledge.collection !== collection)) {
        know(name, { entity, collection })
      }
    },
    noteRefused(authorization, url) {
      const name = holders.get(authorization)
      const { services, tokenRefusedAt } = (name === undefined ? null : store.get(name))?.knowledge ?? nothingKnown
      // Said once: views ask again when they hear of it.
      if (name === undefined || services === null || tokenRefusedAt !== null) return
      // A builder may lack a right that the others grant: only what every account may do speaks of the token.
      const speaks = [services.library, services.keyserver, services.token]
        .filter((base) => base !== null)
        .some((base) => sameOrigin(new URL(base), url) && !url.pathname.startsWith('/v1/build'))
      if (speaks) know(name, { tokenRefusedAt: clock().toISOString() })
    },
    handlers: {
      'remotes.list': () => Promise.all(store.list().map(view)),
      async 'remotes.add'(params, { signal }) {
        const name = params.name.trim()
        if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(name)) throw failure('REMOTE_NAME_MALFORMED', { name })
        if (store.get(name)) throw failure('REMOTE_EXISTS', { name })
        const uri = remoteAddress(params.uri, params.insecure)
        const services = await discoverServices(http, uri, params.insecure, signal)
        if (params.token !== undefined) {
          const token = await acceptToken(name, services, params.insecure, params.token, signal)
          await platform.secrets.set(secretName(name), token)
        }
        if (store.get(name)) throw failure('REMOTE_EXISTS', { name })
        const { insecure } = params
        const account = await accountOf(services, params.token?.trim() ?? null, insecure, signal)
        store.insert({
          name,
          uri,
          insecure,
          active: names().length === 0,
          knowledge: { ...nothingKnown, services, account },
        })
        await followed.write({ kind: 'put', name, uri: entryAddress(uri), insecure, token: params.token?.trim() })
        changed()
        return view(known(name))
      },
      async 'remotes.remove'({ name }) {
        const remote = known(name)
        await platform.secrets.delete(secretName(name))
        const removed = store.remove(name)
        const next = store.list()[0]
        if (remote.active && next) store.activate(next.name)
        await followed.write({ kind: 'remove', name })
        changed()
        return { removed }
      },
      async 'remotes.use'({ name }) {
        store.activate(known(name).name)
        await followed.write({ kind: 'use', name })
        changed()
        return view(known(name))
      },
      async 'remotes.login'({ name, token: text }, { signal }) {
        const remote = await connect(name, signal)
        const token = await acceptToken(name, remote.services, remote.insecure, text, signal)
        await platform.secrets.set(secretName(name), token)
        const account = await accountOf(remote.services, token, remote.insecure, signal)
        know(name, { account, tokenRefusedAt: null })
        await followed.write({ kind: 'token', name, token })
        changed()
        return view(known(name))
      },
      async 'remotes.logout'({ name }) {
        await platform.secrets.delete(secretName(known(name).name))
        know(name, { account: null, tokenRefusedAt: null })
        await followed.write({ kind: 'token', name, token: null })
        changed()
        return view(known(name))
      },
      async 'remotes.elsewhere'({ path }) {
        const paths = path === undefined ? [...(deps.usualFiles ?? []), ...followed.paths()] : [path]
        const files = [...new Set(paths)].map((file) => surveyFile(file, store.list(), followed.has(file)))
        return (await Promise.all(files)).flatMap((file) => (file === null ? [] : [file]))
      },
      async 'remotes.takeOver'({ path, names: wanted, withTokens }) {
        const { remotes } = await readRemoteFile(path)
        const taken: string[] = []
        for (const remote of remotes.filter(({ name }) => wanted.includes(name))) {
          const { name, insecure, token } = remote
          const uri = addressOfEntry(remote)
          const here = store.get(name)
          if (uri === null || (here !== null && here.uri !== uri)) continue
          if (here === null)
            store.insert({ name, uri, insecure, active: names().length === 0, knowledge: nothingKnown })
          // Whether it is still accepted shows with its first use; nobody has to be online for this.
          if (withTokens && token !== null) {
            await platform.secrets.set(secretName(name), token)
            know(name, { account: null, tokenRefusedAt: null })
          }
          taken.push(name)
        }
        changed()
        return Promise.all(taken.map((name) => view(known(name))))
      },
      async 'remotes.keepInStep'({ path, isOn }) {
        if (isOn) followed.add(path)
        else followed.remove(path)
        return surveyFile(path, store.list(), isOn)
      },
      async 'remotes.status'({ name }, { signal }) {
        const remote = known(name)
        // Asked anew each time: a status that trusts yesterday's addresses would test the wrong ones.
        const services = await discoverServices(http, remote.uri, remote.insecure, signal)
        know(name, { services })
        const token = await platform.secrets.get(secretName(name))
        const statuses = await serviceStatuses(http, services, token, remote.insecure, signal)
        const isRefused = statuses.some(({ service, state }) => service === 'token' && state === 'refused')
        const isAccepted = statuses.some(({ service, state }) => service === 'token' && state === 'ok')
        if (token !== null && (isRefused || isAccepted)) noteToken(name, isAccepted)
        return statuses
      },
    },
  }
}
