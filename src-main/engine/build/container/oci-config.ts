/**
 * The configuration of an OCI or Docker image: what of it matters to a container, checked, and the
 * `config` part of it written again as it is kept in an image (`oci-config.json`).
 * It reads no files. Source: OCI image specification, config; build reference, 3.6 and 3.8.
 */
import { z } from 'zod'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { goJson, type JsonValue, sortedByName } from './go-json.ts'

const texts = z.array(z.string()).nullish()
const flag = z.boolean().nullish()
const text = z.string().nullish()
const whole = z.number().int().nullish()
const set = z.record(z.string(), z.unknown()).nullish()

/** Members in the order they are written; anything else is not kept. */
const members = {
  AttachStderr: flag,
  AttachStdin: flag,
  AttachStdout: flag,
  Cmd: texts,
  Healthcheck: z
    .looseObject({ Test: texts, Interval: whole, Timeout: whole, StartPeriod: whole, Retries: whole })
    .nullish(),
  Domainname: text,
  Entrypoint: texts,
  Env: texts,
  Hostname: text,
  Image: text,
  Labels: z.record(z.string(), z.string()).nullish(),
  OnBuild: texts,
  OpenStdin: flag,
  StdinOnce: flag,
  Tty: flag,
  User: text,
  Volumes: set,
  WorkingDir: text,
  ExposedPorts: set,
  ArgsEscaped: flag,
  NetworkDisabled: flag,
  MacAddress: text,
  StopSignal: text,
  Shell: texts,
} as const

const memberNames: readonly string[] = Object.keys(members)
const healthNames: readonly string[] = ['Test', 'Interval', 'Timeout', 'StartPeriod', 'Retries']

const configSchema = z.object(members)
const imageSchema = z.object({
  architecture: z.string().nullish(),
  variant: z.string().nullish(),
  os: z.string().nullish(),
  created: z.string().nullish(),
  config: z.record(z.string(), z.unknown()).nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).nullish() }).nullish(),
})

/** What an image says about how it is run. */
export interface RunConfig {
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  /** `NAME=value` in order. */
  readonly environment: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

export interface OciImageConfig extends RunConfig {
  readonly architecture: string | null
  readonly variant: string | null
  readonly os: string | null
  readonly created: string | null
  /** Digests of the layers as plain archives; empty when the image does not say. */
  readonly diffIds: readonly string[]
  /** The text kept in `oci-config.json`. */
  readonly stored: string
}

/**
 * @param bytes the configuration blob
 * @param shownAs how errors name the image
 * @throws AppFailure OCI_CONFIG_MALFORMED
 */
export function readImageConfig(bytes: Uint8Array, shownAs: string): OciImageConfig {
  const image = check(imageSchema, parse(bytes, shownAs), shownAs)
  const config = check(configSchema, underKnownNames(image.config ?? {}, memberNames), shownAs)
  return {
    architecture: image.architecture ?? null,
    variant: image.variant ?? null,
    os: image.os ?? null,
    created: image.created ?? null,
    diffIds: image.rootfs?.diff_ids ?? [],
    entrypoint: config.Entrypoint ?? [],
    command: config.Cmd ?? [],
    environment: config.Env ?? [],
    labels: config.Labels ?? {},
    stored: goJson(kept(config)),
  }
}

function parse(bytes: Uint8Array, shownAs: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8').decode(bytes))
  } catch {
    throw failure('OCI_CONFIG_MALFORMED', { image: shownAs })
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, shownAs: string): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const at = parsed.error.issues[0]?.path.join('.') ?? ''
  throw failure('OCI_CONFIG_MALFORMED', { image: shownAs }, { detail: at })
}

/** Readers of these files take names of members in any letter case; the last one that fits counts. */
function underKnownNames(from: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const byLowerCase = new Map(names.map((name) => [name.toLowerCase(), name]))
  const found: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(from)) {
    const known = byLowerCase.get(name.toLowerCase())
    if (known !== undefined) found[known] = value
  }
  return found
}

/** The members worth keeping: those that say something. */
function kept(config: z.output<typeof configSchema>): JsonValue {
  const entries = Object.entries(config).flatMap(([name, value]): [string, JsonValue][] => {
    const stored = name === 'Healthcheck' ? health(value) : storedValue(value)
    return stored === null ? [] : [[name, stored]]
  })
  const order = new Map(memberNames.map((name, index) => [name, index]))
  entries.sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  return Object.fromEntries(entries)
}

function health(value: unknown): JsonValue | null {
  if (typeof value !== 'object' || value === null) return null
  const known = underKnownNames(Object.fromEntries(Object.entries(value)), healthNames)
  return Object.fromEntries(
    healthNames.flatMap((name): [string, JsonValue][] => {
      const stored = storedValue(known[name])
      return stored === null ? [] : [[name, stored]]
    }),
  )
}

/** A value as it is written, or null when it is empty. */
function storedValue(value: unknown): JsonValue | null {
  if (typeof value === 'string') return value === '' ? null : value
  if (typeof value === 'number') return value === 0 ? null : value
  if (typeof value === 'boolean') return value ? true : null
  if (Array.isArray(value)) {
    const words = value.filter((word): word is string => typeof word === 'string')
    return words.length === 0 ? null : words
  }
  if (typeof value !== 'object' || value === null) return null
  const entries = Object.entries(value).map(([name, member]): [string, JsonValue] => [
    name,
    typeof member === 'string' ? member : {},
  ])
  return entries.length === 0 ? null : sortedByName(entries)
}
