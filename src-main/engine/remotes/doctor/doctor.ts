/**
 * The connection doctor: tests how a server is reached, step by step, for each service of a remote, for
 * registries, keyservers, and for a host that an error named. It runs only when the user asks, tells no server
 * more than the application would, and keeps nothing but whether a token was refused.
 */
import type {
  Diagnosis,
  DiagnosisStep,
  DiagnosisTarget,
  ServiceDiagnosis,
  StepName,
} from '../../../../src-shared/model/diagnosis.ts'
import type { Remote } from '../../../../src-shared/model/remote.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { CallContext, Handler } from '../../platform/context.ts'
import { toAppError } from '../../platform/failures.ts'
import type { HttpClient } from '../../platform/http/client.ts'
import { proxyName, type Routes } from '../../platform/http/route.ts'
import { isLoopback } from '../../platform/http/rules.ts'
import { version } from '../../platform/version.ts'
import { discoverServices, type Services } from '../discovery.ts'
import { checkToken } from '../token.ts'
import { makeStep, probe } from './probe.ts'
import { answerFacts, questionFor, type ServiceKind, serviceFacts } from './services.ts'

/** A server as it is reached. */
export interface Reach {
  readonly url: string
  readonly insecure: boolean
  /** PEM of authorities set up for it; null for none. */
  readonly authorities: string | null
}

export interface DoctorDeps {
  readonly http: HttpClient
  readonly routes: Routes
  readonly clock: () => Date
  readonly remotes: {
    /** @throws AppFailure REMOTE_NOT_FOUND */
    known(name: string): { readonly uri: string; readonly insecure: boolean; readonly services: Services | null }
    list(): Promise<readonly Remote[]>
    token(name: string): Promise<string | null>
    noteToken(name: string, isAccepted: boolean): void
  }
  /** How a registry is reached; `isSetUp` where it is one of the user's. */
  readonly registry: (host: string) => Reach & { readonly isSetUp: boolean }
  /** Those that are set up, by the name they have in the list. */
  readonly keyservers: () => readonly (Reach & { readonly name: string })[]
  /** For each step. */
  readonly timeoutMs?: number
}

interface Question extends Reach {
  readonly service: ServiceKind
  /** Of the remote, to be checked with the token service. */
  readonly token?: { readonly remote: string; readonly value: string }
}

const order: readonly StepName[] = ['name', 'connection', 'proxy', 'encryption', 'answer', 'service', 'token']

export function createDoctor(deps: DoctorDeps): { readonly 'remotes.diagnose': Handler<'remotes.diagnose'> } {
  const { http, routes, clock, remotes } = deps
  const timeoutMs = deps.timeoutMs ?? 10_000

  const examine = async (
    question: Question,
    probes: Map<string, ReturnType<typeof probe>>,
    signal: AbortSignal,
  ): Promise<ServiceDiagnosis> => {
    const url = new URL(questionFor(question.service, question.url))
    const { proxy } = await routes.find(url)
    const rule = routes.ruleFor(url)
    const insecure = question.insecure || rule.allowsPlain
    const authorities = [question.authorities, rule.authorities].filter(Boolean).join('\n') || null
    const proxyAuthorities = proxy === null ? null : routes.ruleFor(proxy).authorities
    const isRefusedPlain = url.protocol === 'http:' && !insecure && !isLoopback(url)
    // Services of one server share what is below HTTP.
    const key = JSON.stringify([url.origin, authorities])
    const below = probes.get(key) ?? probe({ url, proxy, authorities, proxyAuthorities }, { signal, timeoutMs })
    probes.set(key, below)
    const steps = [...(await below)]
    if (steps.at(-1)?.error === null)
      steps.push(...(await askAndRead(question, url, { insecure, authorities }, signal)))
    const wanted = order.filter(
      (name) => (name !== 'proxy' || proxy !== null) && (name !== 'token' || question.token !== undefined),
    )
    const untried = wanted.filter((name) => !steps.some((step) => step.name === name)).map(notTried)
    const all = [...steps, ...untried]
    return {
      service: question.service,
      url: `${url.origin}${url.pathname}`,
      proxy: proxy === null ? null : proxyName(proxy),
      isGood: all.every(({ state }) => state === 'done') && !isRefusedPlain,
      steps: all,
    }
  }

  const askAndRead = async (
    { service, token, url: base }: Question,
    url: URL,
    { insecure, authorities }: Pick<Reach, 'insecure' | 'authorities'>,
    signal: AbortSignal,
  ): Promise<readonly DiagnosisStep[]> => {
    // A server that says a little now and then is not waited for for ever.
    const end = AbortSignal.timeout(2 * timeoutMs)
    const patience = AbortSignal.any([signal, end])
    const inTime = <Value>(work: Promise<Value>): Promise<Value> =>
      work.catch((error: unknown) => {
        throw end.aborted && !signal.aborted ? failure('TIMED_OUT', { host: url.host }) : error
      })
    const answer = await makeStep('answer', signal, async () => {
      const asked = http.request({
        url: url.href,
        insecure,
        signal: patience,
        timeoutMs,
        repeats: 0,
        ...(authorities === null ? {} : { authorities }),
      })
      const response = await inTime(asked)
      return { facts: answerFacts(response), value: response }
    })
    const response = answer.value
    if (response === null) return [answer.step]
    const read = await makeStep('service', signal, async () => ({
      facts: await inTime(serviceFacts(service, response)),
      value: true,
    }))
    if (read.value === null || token === undefined) return [answer.step, read.step]
    const checked = await makeStep('token', signal, async () => {
      await checkToken(http, base, token.value, insecure, signal)
      return { facts: { kind: 'token' }, value: true }
    })
    const refused = checked.step.error?.code === 'TOKEN_NOT_ACCEPTED'
    if (checked.value !== null || refused) remotes.noteToken(token.remote, !refused)
    return [answer.step, read.step, checked.step]
  }

  const questionsOf = async (target: DiagnosisTarget, signal: AbortSignal): Promise<readonly Question[]> => {
    switch (target.kind) {
      case 'remote': {
        const { uri, insecure, services: known } = remotes.known(target.name)
        // Where it does not tell its services, those of last time are tested.
        const services = await discoverServices(http, uri, insecure, signal).catch((error: unknown) => {
          const failed = toAppError(error)
          if (failed.kind === 'cancelled' || failed.code === 'NETWORK_OFF') throw error
          return known
        })
        const value = await remotes.token(target.name)
        const each = (service: 'library' | 'keyserver' | 'builder' | 'token'): readonly Question[] => {
          const url = services?.[service] ?? null
          const token = service === 'token' && value !== null ? { token: { remote: target.name, value } } : {}
          return url === null ? [] : [{ service, url, insecure, authorities: null, ...token }]
        }
        return [
          { service: 'remote', url: uri, insecure, authorities: null },
          ...(['library', 'keyserver', 'builder', 'token'] as const).flatMap(each),
        ]
      }
      case 'registry':
        return [{ service: 'registry', ...deps.registry(target.name) }]
      case 'keyserver': {
        const named = deps.keyservers().find(({ name, url }) => name === target.name || url === target.name)
        if (named === undefined) throw failure('KEYSERVER_UNKNOWN', { url: target.name })
        return [{ service: 'keyserver', ...named }]
      }
      case 'host': {
        const found = await belongingTo(target.name)
        if (found !== null) return questionsOf(found, signal)
        const url = `https://${target.name}`
        if (!URL.canParse(url) || new URL(url).host !== target.name)
          throw failure('ADDRESS_MALFORMED', { address: target.name })
        return [{ service: 'host', url, insecure: false, authorities: null }]
      }
    }
  }

  /** What a host is, among what the user has set up. */
  const belongingTo = async (host: string): Promise<DiagnosisTarget | null> => {
    const isIt = (url: string | null): boolean => url !== null && URL.canParse(url) && new URL(url).host === host
    const remote = (await remotes.list()).find(({ uri, libraryUri, keyserverUri, builderUri, tokenUri }) =>
      [uri, libraryUri, keyserverUri, builderUri, tokenUri].some(isIt),
    )
    if (remote !== undefined) return { kind: 'remote', name: remote.name }
    const keyserver = deps.keyservers().find(({ url }) => isIt(url))
    if (keyserver !== undefined) return { kind: 'keyserver', name: keyserver.name }
    return deps.registry(host).isSetUp ? { kind: 'registry', name: host } : null
  }

  const diagnose = async (target: DiagnosisTarget, { signal }: CallContext): Promise<Diagnosis> => {
    const startedAt = clock().toISOString()
    const begun = performance.now()
    const probes = new Map<string, ReturnType<typeof probe>>()
    const questions = await questionsOf(target, signal)
    const services = await Promise.all(questions.map((question) => examineEither(question, probes, signal)))
    return {
      target,
      startedAt,
      tookMs: Math.round(performance.now() - begun),
      isGood: services.every(({ isGood }) => isGood),
      services,
      version,
    }
  }

  /** A registry or server that may be without encryption is tested with it first, as it is asked. */
  const examineEither = async (
    question: Question,
    probes: Map<string, ReturnType<typeof probe>>,
    signal: AbortSignal,
  ): Promise<ServiceDiagnosis> => {
    const found = await examine(question, probes, signal)
    const url = new URL(question.url)
    const mayBePlain =
      question.service === 'registry' && url.protocol === 'https:' && (question.insecure || isLoopback(url))
    const isEncrypted = found.steps.some(({ name, state }) => name === 'encryption' && state === 'done')
    if (!mayBePlain || isEncrypted) return found
    const plain = await examine({ ...question, url: question.url.replace(/^https:/, 'http:') }, probes, signal)
    return plain.steps.some(({ name, state }) => name === 'answer' && state === 'done') ? plain : found
  }

  return { 'remotes.diagnose': diagnose }
}

function notTried(name: StepName): DiagnosisStep {
  return { name, state: 'notTried', tookMs: null, facts: null, error: null }
}
