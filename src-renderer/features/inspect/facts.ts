/**
 * The facts of the Overview tab, drawn from an inspection: what the image runs and how it was made.
 * Everything here is what the image says about itself; nothing is checked and nothing is run.
 * Where the facts come from: the reference on building and inspecting, chapters 3.6, 3.7 and 4.4.
 */
import type { Inspection } from '../../../src-shared/model/inspection.ts'

/** What a script comes down to in one line. */
export type ScriptFact =
  | { readonly kind: 'nothing' }
  /** Entrypoint and command of the OCI image the runscript was generated from. */
  | { readonly kind: 'oci'; readonly command: string }
  | { readonly kind: 'line'; readonly line: string; readonly moreLines: number }

const words = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

/** Writes words as a shell would need them typed. */
function shellWords(parts: readonly string[]): string {
  return parts.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", `'"'"'`)}'`)).join(' ')
}

/**
 * Lines of a script that do something: without the first `#!` line, blank lines and comments.
 * Here-documents are not told apart; this only serves a one-line summary.
 */
export function meaningfulLines(script: string): readonly string[] {
  return script
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** Whether a runscript is the one that is generated for OCI images. */
export function isGeneratedRunscript(script: string): boolean {
  return /^OCI_ENTRYPOINT=/m.test(script) && /^OCI_CMD=/m.test(script)
}

function scriptFact(script: string | null): ScriptFact {
  if (script === null) return { kind: 'nothing' }
  const lines = meaningfulLines(script)
  const first = lines[0]
  return first === undefined ? { kind: 'nothing' } : { kind: 'line', line: first, moreLines: lines.length - 1 }
}

/** The command of the OCI configuration; null where there is none. */
export function ociCommand(oci: Inspection['oci']): string | null {
  if (oci === null) return null
  const parts = [...words(oci.Entrypoint), ...words(oci.Cmd)]
  return parts.length === 0 ? null : shellWords(parts)
}

export interface RunFacts {
  readonly run: ScriptFact
  readonly start: ScriptFact
  readonly test: ScriptFact
  readonly apps: readonly string[]
  readonly hasHelp: boolean
}

export function runFacts(inspection: Inspection): RunFacts {
  const { runscript, oci } = inspection
  const command = ociCommand(oci)
  const isOci = command !== null && (runscript === null || isGeneratedRunscript(runscript))
  return {
    run: isOci ? { kind: 'oci', command } : scriptFact(runscript),
    start: scriptFact(inspection.startscript),
    test: scriptFact(inspection.test),
    apps: inspection.apps.map((app) => app.name),
    hasHelp: (inspection.help ?? '').trim() !== '',
  }
}

/** When an image says it was built: a time of the zone of the builder, or a point in time. */
export type BuiltAt =
  | { readonly kind: 'local'; readonly date: string; readonly clock: string; readonly zone: string }
  | { readonly kind: 'instant'; readonly iso: string; readonly from: 'label' | 'header' }

const monthNumbers: Readonly<Record<string, string>> = {
  January: '01',
  February: '02',
  March: '03',
  April: '04',
  May: '05',
  June: '06',
  July: '07',
  August: '08',
  September: '09',
  October: '10',
  November: '11',
  December: '12',
}

/** Reads `Monday_2_August_2021_14:9:36_CDT`; null when it is something else. */
export function parseBuildDate(label: string): BuiltAt | null {
  const match = /^[A-Z][a-z]+_(\d{1,2})_([A-Z][a-z]+)_(\d{4})_(\d{1,2}):(\d{1,2}):\d{1,2}_(\S+)$/.exec(label)
  if (match === null) return null
  const [, day = '', monthName = '', year = '', hour = '', minute = '', zone = ''] = match
  const month = monthNumbers[monthName]
  if (month === undefined) return null
  return {
    kind: 'local',
    date: `${year}-${month}-${day.padStart(2, '0')}`,
    clock: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`,
    zone,
  }
}

function builtAt(inspection: Inspection): BuiltAt | null {
  const { labels, header } = inspection
  const local = parseBuildDate(labels['org.label-schema.build-date'] ?? '')
  if (local !== null) return local
  for (const key of ['org.opencontainers.image.created', 'org.label-schema.build-date']) {
    const label = labels[key]
    if (label !== undefined && !Number.isNaN(Date.parse(label))) return { kind: 'instant', iso: label, from: 'label' }
  }
  // Reproducible images carry the zero time, which says nothing.
  const created = header.createdAt
  return created !== null && Date.parse(created) > 0 ? { kind: 'instant', iso: created, from: 'header' } : null
}

/** The program that made the image, like `SingularityCE 4.5.1`. */
function builtBy(labels: Inspection['labels']): string | null {
  const apptainer = labels['org.label-schema.usage.apptainer.version']
  if (apptainer !== undefined) return `Apptainer ${apptainer}`
  const version = labels['org.label-schema.usage.singularity.version']
  if (version === undefined) return null
  if (/pro/i.test(version)) return `SingularityPRO ${version}`
  // Versions 3.8 to 3.11 may be of the community edition or of its sibling; from 4 on they are its own.
  return Number.parseInt(version, 10) >= 4 ? `SingularityCE ${version}` : `Singularity ${version}`
}

const withoutScheme = new Set(['localimage', 'scratch', 'busybox', 'debootstrap', 'yum', 'dnf', 'zypper', 'arch'])

function headerKeyword(definition: string, keyword: string): string | null {
  let found: string | null = null
  let isHeader = true
  for (const line of definition.split(/\r?\n/)) {
    // The last stage is the one that became the image, so later headers replace earlier ones.
    if (line.startsWith('%')) isHeader = false
    else if (/^bootstrap:/i.test(line)) isHeader = true
    if (!isHeader) continue
    const match = /^\s*([A-Za-z]+)\s*:\s*([^#]*)/.exec(line)
    if (match?.[1]?.toLowerCase() === keyword) found = (match[2] ?? '').trim()
  }
  return found === '' ? null : found
}

/** What the image was made from, like `docker://ubuntu:24.04`; null when it does not say. */
function base(inspection: Inspection): string | null {
  const { labels, definition } = inspection
  const prefix = 'org.label-schema.usage.singularity.deffile.'
  const kind = labels[`${prefix}bootstrap`] ?? headerKeyword(definition ?? '', 'bootstrap')
  const from = labels[`${prefix}from`] ?? headerKeyword(definition ?? '', 'from')
  if (kind === null || kind === undefined) return labels['org.opencontainers.image.base.name'] ?? null
  if (from === null || from === undefined || from === '') return kind
  if (from.includes('://')) return from
  return withoutScheme.has(kind) ? `${kind} ${from}` : `${kind}://${from}`
}

export interface MadeFacts {
  readonly builtAt: BuiltAt | null
  readonly builtBy: string | null
  readonly base: string | null
  readonly labelCount: number
  readonly environmentCount: number
  readonly author: string | null
}

export function madeFacts(inspection: Inspection): MadeFacts {
  const { labels } = inspection
  return {
    builtAt: builtAt(inspection),
    builtBy: builtBy(labels),
    base: base(inspection),
    labelCount: Object.keys(labels).length,
    environmentCount: environmentVariables(inspection).length,
    author: labels['org.opencontainers.image.authors'] ?? labels.MAINTAINER ?? labels.maintainer ?? null,
  }
}

export interface EnvironmentVariable {
  readonly name: string
  readonly value: string
  /** The file that sets it, or `oci` for the configuration of the OCI image. */
  readonly from: string
}

/**
 * Variables that the environment files export with a value that can be read without running them:
 * `export NAME=value`, quoted or not, and the `${NAME:-"value"}` of converted images.
 */
export function environmentVariables(inspection: Inspection): readonly EnvironmentVariable[] {
  const found: EnvironmentVariable[] = []
  for (const [file, text] of Object.entries(inspection.environment).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const line of text.split(/\r?\n/)) {
      const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line)
      if (match !== null) found.push({ name: match[1] ?? '', value: plainValue(match[2] ?? ''), from: file })
    }
  }
  if (found.length > 0) return found
  return words(inspection.oci?.Env).map((entry) => {
    const equals = entry.indexOf('=')
    const name = equals === -1 ? entry : entry.slice(0, equals)
    return { name, value: equals === -1 ? '' : entry.slice(equals + 1), from: 'oci' }
  })
}

function plainValue(text: string): string {
  const trimmed = text.trim()
  const fallback = /^"\$\{[A-Za-z_]\w*:-"(.*)"\}"$/.exec(trimmed)
  if (fallback !== null) return (fallback[1] ?? '').replace(/\\(["\\$`])/g, '$1')
  const quoted = /^(["'])(.*)\1$/.exec(trimmed)
  return quoted === null ? trimmed : (quoted[2] ?? '').replace(/\\(["\\$`])/g, '$1')
}
