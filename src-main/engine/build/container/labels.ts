/**
 * The labels of a container: those of its base, those that every build adds, those of the definition, and
 * how they are merged. Pure. Source: build reference, 1.5.3 and 3.7.
 */
import { version } from '../../platform/version.ts'
import type { Builder } from './builder.ts'
import { goJsonIndented, sortedByName } from './go-json.ts'

export type Labels = ReadonlyMap<string, string>

/** What the generated labels say. */
export interface LabelFacts {
  readonly builder: Builder
  readonly time: Date
  /** Go's name of the architecture that was asked for. */
  readonly architecture: string
  /** Go's name of this computer's architecture. */
  readonly machine: string
  /** Set when the user asked for one, like `v7`. */
  readonly variant: string | null
  /** Keywords of the header in lower case with their values. */
  readonly header: Readonly<Record<string, string>>
  readonly hasHelp: boolean
  /** The image in a registry that this one is made from. */
  readonly base: { readonly name: string; readonly digest: string } | null
}

const helpPath = '/.singularity.d/runscript.help'
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const

/** The labels that a build adds by itself; they replace labels of the same name from the base. */
export function generatedLabels(facts: LabelFacts): Labels {
  const isApptainer = facts.builder === 'apptainer'
  const labels = new Map([
    ['org.label-schema.schema-version', '1.0'],
    ['org.label-schema.build-date', buildDate(facts.time)],
    ['org.label-schema.build-arch', isApptainer ? facts.architecture : facts.machine],
    [`org.label-schema.usage.${facts.builder}.version`, `sif-desktop-${version}`],
  ])
  for (const [keyword, value] of Object.entries(facts.header)) {
    labels.set(`org.label-schema.usage.singularity.deffile.${keyword}`, value)
  }
  if (facts.hasHelp) {
    labels.set('org.label-schema.usage', helpPath)
    labels.set(`org.label-schema.usage.${facts.builder}.runscript.help`, helpPath)
  }
  if (isApptainer) {
    labels.set('org.opencontainers.image.created', facts.time.toISOString().replace(/\.\d+Z$/, 'Z'))
    labels.set('org.opencontainers.image.architecture', facts.architecture)
    if (facts.variant !== null) labels.set('org.opencontainers.image.variant', facts.variant)
    if (facts.base !== null) {
      labels.set('org.opencontainers.image.base.name', facts.base.name)
      labels.set('org.opencontainers.image.base.digest', facts.base.digest)
    }
  }
  return labels
}

/** `Monday_2_August_2021_14:9:36_CDT`, local time, numbers as short as they are. */
export function buildDate(time: Date): string {
  const zone = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value
  const date = [days[time.getDay()], time.getDate(), months[time.getMonth()], time.getFullYear()].join('_')
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].join(':')
  return `${date}_${clock}_${zone ?? 'UTC'}`
}

export interface MergedLabels {
  readonly labels: Labels
  /** Keys of the definition that something else had already, and that were left as they are. */
  readonly refused: readonly string[]
}

/** @param force lets the definition replace what is there */
export function mergeLabels(base: Labels, generated: Labels, defined: Labels, force: boolean): MergedLabels {
  const labels = new Map([...base, ...generated])
  const refused: string[] = []
  for (const [key, value] of defined) {
    if (!force && labels.has(key)) refused.push(key)
    else labels.set(key, value)
  }
  return { labels, refused: refused.sort() }
}

/** The text of `labels.json`. */
export function labelsText(labels: Labels): string {
  return goJsonIndented(sortedByName(labels))
}
