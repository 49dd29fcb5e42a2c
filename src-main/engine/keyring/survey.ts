/**
 * Asks several keyservers the same thing and keeps each one's word apart, so that disagreement can be shown.
 * A key that one of them has is learnt from all that have it: a revocation counts whoever passes it on.
 */
import type { FoundKey, KeySearch, ServerAnswer } from '../../../src-shared/model/keyserver.ts'
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { toAppError } from '../platform/failures.ts'
import { type createKeyserverClient, type Keyserver, keyserverAddress } from './keyserver.ts'
import type { IndexEntry } from './keyserver-index.ts'
import { analyseCertificate } from './openpgp/analyse.ts'
import { type Certificate, mergeCertificates } from './openpgp/certificates.ts'
import { importedKey, summarise } from './summary.ts'

type Client = ReturnType<typeof createKeyserverClient>

export interface SurveyedKey {
  /** What all servers together know. */
  readonly certificate: Certificate
  /** Origin of the first server that has it. */
  readonly server: string
  readonly answers: readonly ServerAnswer[]
}

const originOf = ({ url }: Keyserver): string => keyserverAddress(url).origin

/**
 * @param at when they are asked, ISO 8601
 * @returns `certificate` null when no server has the key but at least one answered
 * @throws AppFailure KEYSERVER_NONE; the first failure when all failed; CANCELLED
 */
export async function surveyKey(
  client: Client,
  servers: readonly Keyserver[],
  fingerprint: string,
  at: string,
  signal?: AbortSignal,
): Promise<SurveyedKey | { readonly certificate: null; readonly answers: readonly ServerAnswer[] }> {
  if (servers.length === 0) throw failure('KEYSERVER_NONE')
  const asked = await Promise.all(
    servers.map(async (server) => {
      const answer = { server: originOf(server), askedAt: at }
      try {
        const certificate = await client.get(server, fingerprint, signal)
        if (certificate === null) return { certificate, answer: { ...answer, outcome: { kind: 'missing' as const } } }
        return { certificate, answer: { ...answer, outcome: await saidOf(certificate) } }
      } catch (error) {
        if (isCancelled(error, signal)) throw error
        return {
          certificate: null,
          answer: { ...answer, outcome: { kind: 'failed' as const, error: toAppError(error) } },
        }
      }
    }),
  )
  const answers = asked.map(({ answer }) => answer)
  const found = asked.flatMap(({ certificate, answer }) =>
    certificate === null ? [] : [{ certificate, server: answer.server }],
  )
  const [first] = found
  if (first !== undefined) {
    const certificate = found.map((one) => one.certificate).reduce(mergeCertificates)
    return { certificate, server: first.server, answers }
  }
  const failures = answers.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.error] : []))
  const [error] = failures
  if (error !== undefined && failures.length === answers.length) throw new AppFailure(error)
  return { certificate: null, answers }
}

async function saidOf(certificate: Certificate): Promise<ServerAnswer['outcome']> {
  const key = await analyseCertificate(certificate)
  if (key === null) return { kind: 'has', userIds: [], revoked: false, expiresAt: null }
  const { userIds, isRevoked, expiresAt } = importedKey(summarise(key))
  return { kind: 'has', userIds, revoked: isRevoked, expiresAt }
}

/**
 * Searches on all servers and puts together what they say of each key, in the order of the servers.
 * @throws AppFailure KEYSERVER_NONE; the first failure when all failed; CANCELLED
 */
export async function surveySearch(
  client: Client,
  servers: readonly Keyserver[],
  text: string,
  signal?: AbortSignal,
): Promise<KeySearch> {
  if (servers.length === 0) throw failure('KEYSERVER_NONE')
  const failed: { readonly server: string; readonly error: AppFailure['error'] }[] = []
  const answered = await Promise.all(
    servers.map(async (server) => {
      const origin = originOf(server)
      try {
        return { server: origin, entries: await client.search(server, text, signal) }
      } catch (error) {
        if (isCancelled(error, signal)) throw error
        failed.push({ server: origin, error: toAppError(error) })
        return null
      }
    }),
  )
  const lists = answered.filter((list) => list !== null)
  const [first] = failed
  if (lists.length === 0 && first !== undefined) throw new AppFailure(first.error)
  const keys = new Map<string, FoundKey>()
  for (const { server, entries } of lists)
    for (const entry of entries) keys.set(entry.fingerprint, added(keys, server, entry))
  return { keys: [...keys.values()], asked: lists.map(({ server }) => server), failed }
}

function added(keys: ReadonlyMap<string, FoundKey>, server: string, entry: IndexEntry): FoundKey {
  const { userIds, expiresAt, revoked } = entry
  const said = { server, userIds, expiresAt, revoked }
  const known = keys.get(entry.fingerprint)
  if (known === undefined) return { ...entry, servers: [said] }
  // A server that lists a key twice has said one thing.
  if (known.servers.some((one) => one.server === server)) return known
  return {
    ...known,
    algorithm: known.algorithm === 'unknown' ? entry.algorithm : known.algorithm,
    createdAt: known.createdAt ?? entry.createdAt,
    expiresAt: known.expiresAt ?? expiresAt,
    userIds: [...new Set([...known.userIds, ...userIds])],
    revoked: known.revoked || revoked,
    servers: [...known.servers, said],
  }
}

function isCancelled(error: unknown, signal?: AbortSignal): boolean {
  return signal?.aborted === true || (error instanceof AppFailure && error.error.kind === 'cancelled')
}
