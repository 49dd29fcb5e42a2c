/** Problems of `%files` and `%appfiles`: where the list comes from, and lines that mean something else than they seem to. */
import { problemWords } from '../../text/definition-problems.ts'
import { replaceTemplates } from '../arguments.ts'
import { fileWords, fileWordText } from '../file-words.ts'
import { copySource } from '../interpret-stage.ts'
import { type Span, sliceOf } from '../span.ts'
import { argumentText, type Section } from '../tree.ts'
import { contentLinesOf, type StageContext } from './context.ts'
import { type ProblemFix, proposal } from './problem.ts'

export function lintFiles(context: StageContext): void {
  for (const section of context.stage.sections) {
    if (section.name === 'files') {
      const fromHost = lintOrigin(context, section)
      for (const line of contentLinesOf(context.text, section)) {
        if (context.reporter.isFull()) return
        lintLine(context, line, fromHost)
      }
    } else if (section.name === 'appfiles') {
      for (const line of contentLinesOf(context.text, section)) {
        if (context.reporter.isFull()) return
        const [source = ''] = sliceOf(context.text, line).split('#')[0]?.split(' ') ?? []
        lintExistence(context, { start: line.start, end: line.start + source.length }, source)
      }
    }
  }
}

/** @returns whether both programs copy the list from the host */
function lintOrigin(context: StageContext, section: Section): boolean {
  const { text, reporter } = context
  const { marker } = section
  const args = marker.argument === null ? '' : sliceOf(text, marker.argument)
  const [bySingularity, byApptainer] = [copySource(args, 'singularity'), copySource(args, 'apptainer')]
  const words = argumentText(text, marker)
    .split(/\s+/)
    .filter((word) => word !== '')
  const place = marker.argument ?? marker
  if (bySingularity.kind !== byApptainer.kind) {
    const wanted =
      byApptainer.kind === 'stage' ? `from ${byApptainer.name}` : words.length === 3 ? words.slice(0, 2).join(' ') : ''
    const other = byApptainer.kind === 'stage' ? problemWords.copiesFromStage(byApptainer.name) : problemWords.dropsList
    const end =
      marker.argument === null ? marker.end : marker.argument.start + (args.split('#')[0] ?? '').trimEnd().length
    const edit = { start: marker.name.end, end, text: wanted === '' ? '' : ` ${wanted}` }
    reporter.report('files-list-differs', place, { other, arguments: wanted }, proposal(edit, false))
    return false
  }
  if (bySingularity.kind !== 'stage') return bySingularity.kind === 'host'
  const { name } = bySingularity
  const [word = ''] = words
  if (word !== 'from' && marker.argument !== null) {
    const at = marker.argument.start + args.indexOf(word)
    const edit = { start: at, end: at + word.length, text: 'from' }
    reporter.report('files-from-word', place, { word, name }, proposal(edit, false))
  }
  if (!name.includes('{{') && !name.includes('}}')) lintStageName(context, name, place)
  return false
}

function lintStageName({ stagePlaces, place, reporter }: StageContext, name: string, span: Span): void {
  const found = stagePlaces.get(name)
  if (found === undefined) reporter.report('files-stage-unknown', span, { name })
  else if (found === place) reporter.report('files-stage-itself', span)
  else if (found > place) reporter.report('files-stage-later', span, { name })
}

function lintLine(context: StageContext, line: Span, isFromHost: boolean): void {
  const { text, reporter } = context
  const raw = sliceOf(text, line)
  const words = fileWords(raw)
  const texts = words.map((word) => fileWordText(sliceOf(raw, word)))
  const [source, destination] = texts
  if (source === undefined) {
    reporter.report('files-only-quotes', line)
    return
  }
  if (lintQuotes(context, line, raw)) return
  if (source === '') reporter.report('files-source-empty', line)
  const isCut = texts[2] !== undefined && !texts[2].startsWith('#')
  if (destination?.startsWith('#') === true) {
    const from = line.start + (words[1]?.start ?? 0)
    const gap = raw.slice(0, words[1]?.start ?? 0)
    const edit = { start: line.start + gap.trimEnd().length, end: line.end, text: '' }
    reporter.report('files-comment-as-destination', { start: from, end: line.end }, {}, proposal(edit, false))
  } else if (isCut) {
    const rest = { start: line.start + (words[2]?.start ?? 0), end: line.end }
    const fix = quoteFix(context, line, raw)
    const params = { source, destination: destination ?? '', name: fix?.name ?? '' }
    reporter.report('files-extra-words', rest, params, fix === null ? null : fix.fix)
  } else if (destination !== undefined && lintRelative(context, line, raw, source, destination)) return
  if (isFromHost && !isCut) {
    const [word] = words
    const span = word === undefined ? line : { start: line.start + word.start, end: line.start + word.end }
    lintPattern(context, span, source)
    lintExistence(context, span, source)
  }
}

/** @returns whether the line names one file with a blank in its name */
function lintRelative(context: StageContext, line: Span, raw: string, source: string, destination: string): boolean {
  const { reporter, options } = context
  if (/^[/{$]|^$/.test(destination) || raw.includes('"')) return false
  const fix = proposal({ ...line, text: `"${raw}"` }, false)
  reporter.report('files-destination-relative', line, { destination, name: raw }, fix)
  return options.fileExists?.(raw) === true && options.fileExists(source) !== true
}

/** @returns whether the quotes of the line are such that nothing else about it can be said */
function lintQuotes({ reporter }: StageContext, line: Span, raw: string): boolean {
  if (raw.includes("'")) {
    const isPaired = /^'[^'"]*'(?:\s+'[^'"]*'|\s+[^\s'"]+)?$/.test(raw) || /^[^\s'"]+\s+'[^'"]*'$/.test(raw)
    const fix = isPaired ? proposal({ ...line, text: raw.replaceAll("'", '"') }, false) : null
    reporter.report('files-single-quotes', line, {}, fix)
    return true
  }
  const quotes = raw.split('"').length - 1
  if (quotes % 2 === 1) {
    reporter.report('files-quote-open', line)
    return true
  }
  if (/\\ /.test(raw) && quotes === 0) {
    const parts = raw.split(/(?<!\\)\s+/).slice(0, 2)
    const fixed = parts.map((part) => (part.includes('\\ ') ? `"${part.replaceAll('\\ ', ' ')}"` : part)).join(' ')
    reporter.report('files-backslash', line, {}, proposal({ ...line, text: fixed }, false))
    return true
  }
  if (/[^\s"]"[^"]*"|"[^"]*"[^\s"]/.test(raw.replaceAll('""', ''))) {
    const isInside = /(?:^|\s)[^\s"]+"|"[^\s"]+(?:\s|$)/.test(raw.replaceAll(/"[^"]*"(?=\s|$)/g, ' '))
    if (isInside) {
      reporter.report('files-quote-inside', line)
      return true
    }
  }
  return false
}

/** What was probably meant by a line of more than two words: one name with blanks. */
function quoteFix(
  { options }: StageContext,
  line: Span,
  raw: string,
): { readonly name: string; readonly fix: Pick<ProblemFix, 'edits' | 'isSafe'> } | null {
  if (raw.includes('"') || raw.includes('#')) return null
  const words = raw.split(/\s+/)
  for (let count = words.length; count >= 2; count -= 1) {
    const name = words.slice(0, count).join(' ')
    const rest = words.slice(count)
    if (rest.length > 1) break
    const last = rest[0]
    const exists = options.fileExists?.(name) === true
    const looksRight = last?.startsWith('/') === true && words.slice(1, count).every((word) => !word.startsWith('/'))
    if (!exists && !looksRight) continue
    const fixed = `"${name}"${last === undefined ? '' : ` ${last}`}`
    return { name, fix: proposal({ ...line, text: fixed }, false) }
  }
  return null
}

function lintPattern({ reporter }: StageContext, span: Span, source: string): void {
  const why = patternDifference(source)
  if (why !== null) reporter.report('files-pattern-differs', span, { source, why })
}

function patternDifference(source: string): string | null {
  if (/\{\{/.test(source)) return null
  if (/\*\*/.test(source)) return problemWords.anyDepth
  if (/\{[^{}]*,[^{}]*\}|\$\w|\$\{/.test(source)) return problemWords.shellPattern
  if (/[*?[]/.test(source) && !source.includes('/')) return problemWords.noSlash
  return /(?:^|\/)\*$/.test(source) ? problemWords.hiddenFiles : null
}

function lintExistence({ options, reporter, defaults }: StageContext, span: Span, source: string): void {
  if (source === '' || options.fileExists === undefined) return
  const replaced = replaceTemplates(source, { given: new Map(), defaults }, 'singularity')
  if (replaced.kind !== 'replaced' || /[*?[\]{}$]/.test(replaced.text)) return
  if (options.fileExists(replaced.text) === false) {
    reporter.report('files-source-missing', span, { source: replaced.text })
  }
}
