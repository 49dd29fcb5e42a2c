/**
 * Records of the library API, read leniently: servers leave members out, write ids as numbers and
 * dates as empty text. What is kept is checked: names, tags and digests that break the rules are
 * taken as absent, so that nothing a server sends can stand for something else later.
 */
import { z } from 'zod'

const text = (limit: number) =>
  z
    .string()
    .transform((value) => value.slice(0, limit))
    .catch('')
const id = z.union([z.string().min(1).max(200), z.number().transform(String)]).catch('')
const count = z.number().int().nonnegative().nullable().catch(null)
const name = z
  .string()
  .max(255)
  .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/)
const optionalName = name.nullable().catch(null)
const tagName = /^[A-Za-z0-9._-]{1,128}$/
const architectureName = /^[a-z0-9_]{1,32}$/

/** Go's zero time, empty text and nonsense are "not known". */
const time = z
  .string()
  .transform((value) =>
    value.startsWith('0001-') || Number.isNaN(Date.parse(value)) ? null : new Date(value).toISOString(),
  )
  .nullable()
  .catch(null)

const fingerprints = z
  .array(z.unknown())
  .transform((values) =>
    values.flatMap((value) => {
      const plain = typeof value === 'string' ? value.replace(/^0x/i, '').toUpperCase() : ''
      return /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(plain) ? [plain] : []
    }),
  )
  .catch([])

const tagList = z
  .array(z.unknown())
  .transform((values) => values.filter((value): value is string => typeof value === 'string' && tagName.test(value)))
  .catch([])

export const imageRecordSchema = z.object({
  id,
  /** `sha256:` and 64 hex digits; null for the other form of hash. */
  digest: z.string().nullable().catch(null),
  sizeBytes: count,
  arch: z.string().regex(architectureName).nullable().catch(null),
  signed: z.boolean().nullable().catch(null),
  fingerprints,
  tags: tagList,
  description: text(20_000),
  entityName: optionalName,
  collectionName: optionalName,
  containerName: optionalName,
  container: id,
  containerDescription: text(20_000),
  containerStars: count,
  containerDownloads: count,
  createdAt: time,
  uploaded: z.boolean().nullable().catch(null),
})
export type ImageRecord = z.infer<typeof imageRecordSchema>

/** The wire names of what we call otherwise. */
function withOwnNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const record = value as Readonly<Record<string, unknown>>
  const hash = record.hash
  const digest = typeof hash === 'string' && /^sha256\.[0-9a-f]{64}$/.test(hash) ? hash.replace('.', ':') : null
  return { ...record, digest, sizeBytes: record.size }
}

export const imageRecord = z.preprocess(withOwnNames, imageRecordSchema)

/** Tag → image id; tags that break the rules are left out. */
const tagMap = z
  .record(z.string(), z.unknown())
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([tag, value]) =>
        tagName.test(tag) && (typeof value === 'string' || typeof value === 'number') ? [[tag, String(value)]] : [],
      ),
    ),
  )
  .catch({})

/** Architecture → tag → image id. */
export const archTagMap = z
  .record(z.string(), tagMap)
  .nullable()
  .transform((values) =>
    Object.fromEntries(Object.entries(values ?? {}).filter(([arch]) => architectureName.test(arch))),
  )
  .catch({})
export const plainTagMap = tagMap
export type ArchTags = z.infer<typeof archTagMap>

export const containerRecord = z.object({
  id,
  name,
  description: text(20_000),
  fullDescription: text(200_000),
  collectionName: optionalName,
  entityName: optionalName,
  archTags: archTagMap,
  downloadCount: count,
  stars: count,
  private: z.boolean().catch(false),
  createdAt: time,
  updatedAt: time,
})
export type ContainerRecord = z.infer<typeof containerRecord>

export const collectionRecord = z.object({
  name,
  entityName: name,
  description: text(20_000),
  size: count,
  private: z.boolean().catch(false),
})
export const entityRecord = z.object({ name, description: text(20_000), size: count, quota: count })

/** Entries that cannot be read are left out; a missing or null list is empty. */
const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .array(z.unknown())
    .nullish()
    .transform((values) =>
      (values ?? []).slice(0, 1000).flatMap((value) => {
        const parsed = schema.safeParse(value)
        return parsed.success ? [parsed.data] : []
      }),
    )
    .catch([])

export const collectionList = listOf(collectionRecord)
export const containerList = listOf(containerRecord)

export const searchRecord = z.object({
  entity: listOf(entityRecord),
  collection: listOf(collectionRecord),
  container: listOf(containerRecord),
  image: listOf(imageRecord),
})
export type SearchRecord = z.infer<typeof searchRecord>

/** Not enveloped. */
export const redirectRecord = z.object({
  token: z.string().max(16_384).catch(''),
  url: z.string().max(2000),
  name: z
    .string()
    .max(1000)
    .regex(/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/),
})
export type RedirectRecord = z.infer<typeof redirectRecord>

export const envelope = z.object({ data: z.unknown() })
