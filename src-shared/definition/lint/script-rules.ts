/** Problems of shell text in sections: what the way they are run or read makes of it. It is no shell checker. */
import { findSection } from '../language.ts'
import { linesIn, type Span, sliceOf } from '../span.ts'
import { argumentText, headerValue, type Section } from '../tree.ts'
import { contentLinesOf, type StageContext } from './context.ts'
import { proposal, removal } from './problem.ts'

/** Sections that are run by `/bin/sh -ex`, or read by a shell that runs already: a `#!` line means nothing there. */
const withoutShebang = new Set([
  'post',
  'pre',
  'setup',
  'environment',
  'appenv',
  'appinstall',
  'apprun',
  'appstart',
  'apptest',
])

export function lintScripts(context: StageContext): void {
  const { text, stage, reporter } = context
  for (const section of stage.sections) {
    if (findSection(section.name)?.content !== 'shell') continue
    if (reporter.isFull()) return
    const shebang = lintShebang(context, section)
    const usesOtherShell = shebang !== '' || /(?:^|\s)-c\s/.test(argumentText(text, section.marker))
    if (!usesOtherShell) lintPortable(context, section)
    if (section.name === 'environment' || section.name === 'appenv') lintEnvironment(context, section)
    if (section.name === 'post' || section.name === 'appinstall') lintPost(context, section)
    if (['runscript', 'startscript', 'apprun', 'appstart'].includes(section.name)) lintRun(context, section)
  }
  lintScratch(context)
}

/** @returns the `#!` line that takes effect, or nothing */
function lintShebang({ text, reporter }: StageContext, section: Section): string {
  const { body, name } = section
  let emptyLines = 0
  for (const line of linesIn(text, body.start, body.end)) {
    const raw = sliceOf(text, line).trim()
    if (raw === '') {
      emptyLines += 1
      continue
    }
    if (!raw.startsWith('#!')) return ''
    const span = { start: line.start, end: line.end }
    if (withoutShebang.has(name)) {
      reporter.report('shebang-ignored', span, { name })
      return ''
    }
    if (emptyLines > 0) {
      const gap = { start: body.start, end: line.start }
      reporter.report('shebang-not-first', span, {}, proposal(removal(gap), false))
    }
    return raw
  }
  return ''
}

const portable: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:if\s+|elif\s+|while\s+|until\s+)?\[\[\s/, '[['],
  [/^\s*source\s/, 'source'],
  [/^\s*function\s+\w/, 'function'],
  [/^\s*(?:declare|local\s+-|shopt|pushd|popd)\s/, 'This command'],
  [/^\s*[A-Za-z_]\w*\+?=\(/, 'An array'],
  [/(?:^|[\s;])[<>]\(/, 'A process substitution'],
]

function lintPortable({ text, reporter }: StageContext, section: Section): void {
  for (const line of contentLinesOf(text, section)) {
    if (reporter.isFull()) return
    const raw = shortened(text, line)
    const found = portable.find(([pattern]) => pattern.test(raw))
    if (found === undefined) continue
    reporter.report('not-posix', line, { what: found[1], name: section.name })
  }
}

/** A line, cut where no rule looks any more. */
function shortened(text: string, line: Span): string {
  return text.slice(line.start, Math.min(line.end, line.start + 2000))
}

const searchPaths = new Set(['PATH', 'LD_LIBRARY_PATH', 'PYTHONPATH', 'MANPATH', 'PKG_CONFIG_PATH', 'CPATH'])

function lintEnvironment({ text, reporter }: StageContext, section: Section): void {
  const exportedHere = exportedNames(sliceOf(text, section.body))
  for (const line of contentLinesOf(text, section)) {
    if (reporter.isFull()) return
    const raw = shortened(text, line)
    const assignment = /^(export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(raw)
    if (assignment !== null) {
      const [, exported, name = '', value = ''] = assignment
      const nameSpan = { start: line.start, end: line.start + (exported?.length ?? 0) + name.length }
      // A word after a closed value is a command that the assignment is for.
      const isPlain = /^(?:"[^"]*"|'[^']*'|[^\s"';&|]*)\s*(?:#.*)?$/.test(value)
      if (exported === undefined && isPlain && !exportedHere.has(name)) {
        const fix = proposal({ start: line.start, end: line.start, text: 'export ' }, false)
        reporter.report('environment-not-exported', nameSpan, { name }, fix)
      }
      if (searchPaths.has(name) && value !== '' && !value.includes(`$${name}`) && !value.includes(`\${${name}`)) {
        reporter.report('environment-path-replaced', line, { name }, keepOld(line, raw, name, value))
      }
      continue
    }
    if (/^exit\b/.test(raw)) reporter.report('environment-exit', line)
    else if (/^set\s+-\w/.test(raw)) reporter.report('environment-shell-options', line)
    else if (/^(?:echo|printf)\s/.test(raw) && !/>/.test(raw)) reporter.report('environment-prints', line)
  }
}

/** Names that lines like `export A B` or `export A=1` give to programs. */
function exportedNames(body: string): ReadonlySet<string> {
  const lines = body.matchAll(/^[ \t]*export[ \t]+((?:\w+[ \t]+)*\w*)/gm)
  return new Set(Array.from(lines).flatMap(([, names = '']) => names.split(/[ \t]+/)))
}

function keepOld(line: Span, raw: string, name: string, value: string) {
  const bare = /^(["']?)([^"'\s;]*)\1$/.exec(value)
  if (bare === null) return null
  const start = line.start + raw.length - value.length
  return proposal({ start, end: line.start + raw.length, text: `"${bare[2] ?? ''}:$${name}"` }, false)
}

const installers: readonly { readonly pattern: RegExp; readonly option: string; readonly given: RegExp }[] = [
  {
    pattern: /\b(apt-get|apt)\s+(?:-\S+\s+)*(install|upgrade|dist-upgrade|remove)\b/,
    option: '-y',
    given: /\s(?:-y|-yq|-qy|-qqy|-yqq|--yes|--assume-yes|-qq)\b/,
  },
  {
    pattern: /\b(yum|dnf|microdnf)\s+(?:-\S+\s+)*(install|update|upgrade|groupinstall)\b/,
    option: '-y',
    given: /\s(?:-y|-qy|-yq|--assumeyes)\b/,
  },
  {
    pattern: /\b(zypper)\s+(?:-\S+\s+)*(install|in|update|up)\b/,
    option: '-n',
    given: /\s(?:-n|--non-interactive|-y|--no-confirm)\b/,
  },
  { pattern: /\b(pacman)\s+-S\w*/, option: '--noconfirm', given: /--noconfirm/ },
  {
    pattern: /\b(conda|mamba|micromamba)\s+(?:env\s+)?(install|create|update)\b/,
    option: '-y',
    given: /\s(?:-y|-qy|-yq|--yes)\b|\benv\s+(?:create|update)\b/,
  },
]

function lintPost({ text, reporter }: StageContext, section: Section): void {
  for (const line of contentLinesOf(text, section)) {
    if (reporter.isFull()) return
    const raw = shortened(text, line)
    if (/(?:^|[;&|]\s*)sudo\s/.test(raw)) reporter.report('post-sudo', line)
    for (const { pattern, option, given } of installers) {
      const match = pattern.exec(raw)
      if (match === null || given.test(raw) || /^(?:echo|yes\b|printf)/.test(raw)) continue
      const at = line.start + match.index + match[0].length
      const fix = proposal({ start: at, end: at, text: ` ${option}` }, false)
      const span = { start: line.start + match.index, end: at }
      reporter.report('post-asks', span, { command: `${match[1] ?? ''} ${match[2] ?? ''}`.trim(), option }, fix)
    }
  }
}

function lintRun({ text, reporter }: StageContext, section: Section): void {
  for (const line of contentLinesOf(text, section)) {
    if (reporter.isFull()) return
    const raw = shortened(text, line)
    for (const match of raw.matchAll(/(?<=^|\s)\$[@*](?=\s|$|;)/g)) {
      if (/^\s*for\s/.test(raw) || isInQuotes(raw, match.index)) continue
      const span = { start: line.start + match.index, end: line.start + match.index + 2 }
      reporter.report('runscript-arguments-unquoted', span, {}, proposal({ ...span, text: '"$@"' }, false))
    }
  }
}

function isInQuotes(raw: string, at: number): boolean {
  const before = raw.slice(0, at)
  return (before.split('"').length - 1) % 2 === 1 || (before.split("'").length - 1) % 2 === 1
}

function lintScratch({ text, stage, reporter }: StageContext): void {
  if (headerValue(stage, 'bootstrap') !== 'scratch') return
  if (stage.sections.some(({ name }) => name === 'files')) return
  const post = stage.sections.find(({ name, body }) => name === 'post' && sliceOf(text, body).trim() !== '')
  if (post !== undefined) reporter.report('post-without-shell', post.marker)
}
