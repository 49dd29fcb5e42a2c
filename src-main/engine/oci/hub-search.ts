/**
 * Docker Hub's search, and the badges it gives. The service is not part of the public reference, so nothing
 * depends on it: what cannot be read is left out. Badges are decoration; they prove nothing.
 * Source: services reference 6.5.
 */
import { z } from 'zod'
import type { HubRepository } from '../../../src-shared/model/oci.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readJson, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient } from '../platform/http/client.ts'

const text = (limit: number) =>
  z
    .string()
    .transform((value) => value.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, limit))
    .nullable()
    .catch(null)
const count = z.number().int().nonnegative().nullable().catch(null)

const resultSchema = z.object({
  name: z.string().regex(/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/),
  publisher: z
    .object({ name: text(200) })
    .nullable()
    .catch(null),
  updated_at: text(40),
  short_description: text(1000),
  badge: text(40),
  star_count: count,
  pull_count: z
    .union([z.string().max(20), z.number().transform(String)])
    .nullable()
    .catch(null),
  architectures: z
    .array(z.object({ name: z.string().regex(/^[a-z0-9_]{1,32}$/) }))
    .max(100)
    .catch([]),
})
const answerSchema = z.object({
  total: z.number().int().nonnegative().catch(0),
  results: z.array(z.unknown()).max(1000),
})

const badges: ReadonlyMap<string, NonNullable<HubRepository['badge']>> = new Map([
  ['official', 'official'],
  ['verified_publisher', 'verifiedPublisher'],
  ['open_source', 'openSource'],
])

/**
 * @param hub address of the Hub's service, without a slash at the end
 * @throws AppFailure those of the network, ANSWER_MALFORMED
 */
export async function searchHub(
  http: HttpClient,
  hub: string,
  query: { readonly query: string; readonly architecture?: string | undefined },
  signal: AbortSignal,
): Promise<{ readonly repositories: readonly HubRepository[]; readonly total: number }> {
  const url = new URL(`${hub}/api/search/v4`)
  url.searchParams.set('custom_boosted_results', 'true')
  url.searchParams.set('query', query.query)
  url.searchParams.set('type', 'image')
  url.searchParams.set('from', '0')
  url.searchParams.set('size', '50')
  if (query.architecture !== undefined) url.searchParams.set('architectures', query.architecture)
  const response = await http.request({
    url: url.href,
    headers: { accept: 'application/json' },
    signal,
    timeoutMs: 15_000,
  })
  if (response.status !== 200) return unexpectedStatus(response)
  const answer = answerSchema.safeParse(await readJson(response))
  if (!answer.success) throw failure('ANSWER_MALFORMED', { host: url.host })
  const repositories = answer.data.results.flatMap((value) => {
    const parsed = resultSchema.safeParse(value)
    return parsed.success ? [toRepository(parsed.data)] : []
  })
  return { repositories, total: answer.data.total }
}

function toRepository(found: z.output<typeof resultSchema>): HubRepository {
  const repository = found.name.includes('/') ? found.name : `library/${found.name}`
  // The name space says "official" even where the badge is missing.
  const badge = badges.get(found.badge ?? '') ?? (repository.startsWith('library/') ? 'official' : null)
  const time = Date.parse(found.updated_at ?? '')
  return {
    repository,
    reference: `docker://${repository.replace(/^library\//, '')}`,
    description: found.short_description ?? '',
    badge,
    publisher: found.publisher?.name ?? null,
    stars: found.star_count,
    pulls: found.pull_count,
    architectures: found.architectures.map(({ name }) => name),
    updatedAt: Number.isNaN(time) ? null : new Date(time).toISOString(),
  }
}
