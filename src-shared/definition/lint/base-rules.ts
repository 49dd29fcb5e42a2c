/** Problems of what a stage is built from: the source, what it needs, and whether it means the same tomorrow. */
import { problemWords } from '../../text/definition-problems.ts'
import { replaceTemplates } from '../arguments.ts'
import type { HeaderField } from '../header.ts'
import { type AgentEntry, accepting, agentNames, findAgent, findKeyword } from '../language.ts'
import { indexWithin, type Span } from '../span.ts'
import { nearest, type StageContext } from './context.ts'
import { keywordPlace } from './header-rules.ts'
import { proposal, removal } from './problem.ts'
import { programName } from './program-name.ts'

/** Tags that are moved on purpose. */
const movingTags = new Set(['stable', 'edge', 'main', 'master', 'devel', 'dev', 'nightly', 'rolling', 'testing', 'sid'])

export function lintBase(context: StageContext): void {
  const { stage, reporter } = context
  const fields = lastFields(context)
  const bootstrap = fields.get('bootstrap')
  if (bootstrap === undefined) return
  const agentName = resolved(context, bootstrap.value)
  if (agentName === null || agentName === '') return
  const agent = findAgent(agentName)
  if (agent === null) {
    const suggestion = nearest(agentName, agentNames) ?? sameButCase(agentName)
    const fix = suggestion === null ? null : proposal({ ...bootstrap.valueSpan, text: suggestion }, true)
    const isTemplate = bootstrap.value.includes('{{')
    reporter.report(
      'bootstrap-unknown',
      bootstrap.valueSpan,
      { agent: agentName, suggestion: suggestion ?? '' },
      isTemplate ? null : fix,
    )
    return
  }
  const [only, other] = accepting(agent.since)
  if (only !== undefined && other === undefined) {
    reporter.report('bootstrap-one-program', bootstrap.valueSpan, { program: programName(only), agent: agentName })
  }
  if (agentName === 'shub') reporter.report('bootstrap-gone', bootstrap.valueSpan)
  lintNeeds(context, agentName, agent, fields)
  lintFrom(context, agentName, fields.get('from'))
  lintFingerprints(context, agent, fields.get('fingerprints'))
  const readKeywords: readonly string[] = agent.reads
  for (const field of stage.header.fields) {
    if (!field.isComplete) continue
    const entry = findKeyword(field.keyword)
    if (entry === null || ['bootstrap', 'stage', 'includecmd'].includes(entry.key)) continue
    if (!readKeywords.includes(entry.key)) {
      const fix = proposal(removal(field.span), false)
      reporter.report('header-not-read', field.keywordSpan, { keyword: entry.name, agent: agentName }, fix)
    }
  }
}

function sameButCase(name: string): string | null {
  const lower = name.toLowerCase()
  return findAgent(lower) === null ? null : lower
}

/** The field of each keyword that counts. */
function lastFields({ stage }: StageContext): ReadonlyMap<string, HeaderField> {
  return new Map(stage.header.fields.filter((field) => field.isComplete).map((field) => [field.keyword, field]))
}

/** A value with the defaults of its stage put in; null when it needs a value that is not there. */
function resolved({ defaults }: StageContext, value: string): string | null {
  if (!value.includes('{{')) return value
  const replaced = replaceTemplates(value, { given: new Map(), defaults }, 'singularity')
  return replaced.kind === 'replaced' ? replaced.text : null
}

function lintNeeds(
  context: StageContext,
  agentName: string,
  agent: AgentEntry,
  fields: ReadonlyMap<string, HeaderField>,
): void {
  const needed = new Set<string>(agent.requires)
  const mirror = fields.get('mirrorurl')?.value ?? ''
  if (agentName !== 'zypper' && /%\{OSVERSION\}/i.test(mirror) && agent.reads.includes('osversion'))
    needed.add('osversion')
  if (agentName === 'zypper' && !fields.has('product')) needed.add('mirrorurl')
  for (const keyword of needed) {
    if (fields.has(keyword)) continue
    const name = findKeyword(keyword)?.name ?? keyword
    context.reporter.report('header-required', keywordPlace(context, 'bootstrap'), { agent: agentName, keyword: name })
  }
}

function lintFrom(context: StageContext, agentName: string, from: HeaderField | undefined): void {
  if (from === undefined || from.value === '') return
  const { reporter } = context
  const scheme = /^docker:\/\//i.exec(from.value)?.[0]
  if (agentName === 'docker' && scheme !== undefined) {
    const { start } = from.valueSpan
    reporter.report(
      'from-has-scheme',
      from.valueSpan,
      { scheme },
      proposal(removal({ start, end: start + scheme.length }), true),
    )
    return
  }
  if (!['docker', 'library', 'oras'].includes(agentName)) return
  const reference = resolved(context, from.value)
  if (reference === null || reference.trim() === '') return
  const why = whyNotPinned(reference)
  if (why !== null) reporter.report('from-not-pinned', from.valueSpan, { reference, why })
}

function whyNotPinned(reference: string): string | null {
  if (/@sha256:|:sha256\.|@sha512:/.test(reference)) return null
  const name = reference.slice(reference.lastIndexOf('/') + 1)
  const colon = name.lastIndexOf(':')
  const tag = colon === -1 ? '' : name.slice(colon + 1)
  if (tag === '') return problemWords.noTag
  if (tag === 'latest') return problemWords.latest
  return movingTags.has(tag) ? problemWords.tagMoves(tag) : null
}

function lintFingerprints(context: StageContext, agent: AgentEntry, field: HeaderField | undefined): void {
  if (field === undefined || !agent.reads.includes('fingerprints')) return
  const value = resolved(context, field.value)
  if (value === null) return
  for (const part of value.split(',')) {
    const fingerprint = part.trim()
    if (/^(?:0x)?(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(fingerprint)) continue
    const at = indexWithin(context.text, fingerprint, field.valueSpan.start, field.valueSpan.end)
    const isHere = fingerprint !== '' && at !== -1
    const span: Span = isHere ? { start: at, end: at + fingerprint.length } : field.valueSpan
    context.reporter.report('fingerprints-malformed', span, { value: fingerprint === '' ? '“”' : fingerprint })
  }
}
