/**
 * What a stage is built from, as one thing: a form shows and changes Bootstrap and From together, as people write
 * references. It edits single header values and leaves every other character as it is; it asks nobody.
 */
import { findTemplates, readDefaults } from './arguments.ts'
import { setHeader } from './edit/header-edit.ts'
import { type EditResult, edits } from './edit/result.ts'
import { findAgent } from './language.ts'
import { lowerText } from './program-text.ts'
import { sliceOf } from './span.ts'
import { headerValue, parseTree, type Stage, sectionsNamed } from './tree.ts'

export interface StageBase {
  /** In the text, from 0. */
  readonly stageIndex: number
  /** Null where it has none. */
  readonly stageName: string | null
  /** As it is written; empty where it is missing. */
  readonly agent: string
  /** What a form shows: `docker://ubuntu:{{ UBUNTU }}`, a path, `scratch`. */
  readonly written: string
  /** False for bases that are installed from packages: their header has more parts than a form shows. */
  readonly isEditable: boolean
  /** What a source can be asked about, values of arguments in their places; null for everything else. */
  readonly reference: string | null
  /** A file or folder on the computer that builds. */
  readonly path: string | null
  /** It names its content, so that it means the same tomorrow. */
  readonly isPinned: boolean
  /** Whose signatures are asked for; upper case. */
  readonly fingerprints: readonly string[]
}

const withSlashes = ['docker', 'library', 'oras', 'shub']
const withColon = ['docker-archive', 'docker-daemon', 'oci', 'oci-archive']

/** The bases of all stages that have one. @param given values that take the place of defaults */
export function readBases(text: string, given: ReadonlyMap<string, string>): readonly StageBase[] {
  return parseTree(text).stages.flatMap((stage, stageIndex) => {
    const agent = headerValue(stage, 'bootstrap')
    return agent === null ? [] : [readBase(text, stage, stageIndex, agent, given)]
  })
}

function readBase(
  text: string,
  stage: Stage,
  stageIndex: number,
  agent: string,
  given: ReadonlyMap<string, string>,
): StageBase {
  const value = (keyword: string): string => headerValue(stage, keyword) ?? ''
  const from = value('from')
  const fill = (raw: string): string | null => filled(text, stage, raw, given)
  const reference = withSlashes.includes(agent) ? referenceOf(agent, value, fill) : null
  return {
    stageIndex,
    stageName: headerValue(stage, 'stage'),
    agent,
    written: writtenBase(agent, from),
    isEditable:
      agent === '' || agent === 'scratch' || agent === 'localimage' || [...withSlashes, ...withColon].includes(agent),
    reference,
    path: findAgent(agent)?.from === 'path' ? fill(from) : null,
    isPinned: /@sha256:[0-9a-f]{64}$|:sha256\.[0-9a-f]{64}$/.test(reference ?? ''),
    fingerprints: value('fingerprints')
      .split(',')
      .map((fingerprint) => fingerprint.trim().toUpperCase())
      .filter((fingerprint) => fingerprint !== ''),
  }
}

function writtenBase(agent: string, from: string): string {
  if (withSlashes.includes(agent)) return `${agent}://${from}`
  if (withColon.includes(agent)) return `${agent}:${from}`
  return agent === 'localimage' ? from : agent
}

/** Registry and namespace are put before the name, as the command lines do. */
function referenceOf(
  agent: string,
  value: (keyword: string) => string,
  fill: (raw: string) => string | null,
): string | null {
  const parts = agent === 'docker' ? [value('registry'), value('namespace'), value('from')] : [value('from')]
  const filledParts = parts.map((part) => fill(part)?.replace(/^\/+|\/+$/g, '') ?? null)
  if (filledParts.includes(null) || filledParts.at(-1) === '') return null
  return `${agent}://${filledParts.filter((part) => part !== '').join('/')}`
}

/** Values in the place of templates; null when one of them has none. */
function filled(text: string, stage: Stage, raw: string, given: ReadonlyMap<string, string>): string | null {
  const templates = findTemplates(raw)
  if (templates.length === 0) return raw
  const body = sectionsNamed(stage, 'arguments').map((section) => sliceOf(text, section.body))
  const defaults = readDefaults(body.join('\n'), 'apptainer').values
  let result = ''
  let at = 0
  for (const { start, end, name } of templates) {
    const value = given.get(name) ?? defaults.get(name)
    if (value === undefined) return null
    result += raw.slice(at, start) + value
    at = end
  }
  return result + raw.slice(at)
}

interface TypedBase {
  readonly agent: string
  /** Null for sources without a name. */
  readonly from: string | null
}

/** What somebody means by a base that they typed. @param before the source that a bare name belongs to */
export function readTypedBase(typed: string, before = 'docker'): TypedBase {
  const text = typed.trim()
  if (lowerText(text) === 'scratch') return { agent: 'scratch', from: null }
  const [, scheme = '', slashes, rest = ''] = /^([a-z][a-z-]*):(\/\/)?(.*)$/s.exec(text) ?? []
  if (slashes === undefined ? [...withColon, 'localimage'].includes(scheme) : withSlashes.includes(scheme)) {
    return { agent: scheme, from: rest }
  }
  if (/^(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/])|\.sif$/i.test(text)) return { agent: 'localimage', from: text }
  return { agent: withSlashes.includes(before) ? before : 'docker', from: text }
}

/** Makes a stage begin from what was typed. A text without a definition gets one. */
export function setBase(text: string, stageIndex: number, typed: string): EditResult {
  const stage = parseTree(text).stages[stageIndex]
  const { agent, from } = readTypedBase(
    typed,
    stage === undefined ? undefined : (headerValue(stage, 'bootstrap') ?? ''),
  )
  if (stage === undefined) {
    const lines = from === null ? `Bootstrap: ${agent}\n` : `Bootstrap: ${agent}\nFrom: ${from}\n`
    return edits({ start: 0, end: 0, text: lines })
  }
  const source = headerValue(stage, 'bootstrap') === agent ? edits() : setHeader(text, stageIndex, 'Bootstrap', agent)
  if (source.kind === 'impossible') return source
  const name = setHeader(text, stageIndex, 'From', from)
  return name.kind === 'impossible' ? name : edits(...source.edits, ...name.edits)
}
